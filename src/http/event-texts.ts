import type { CameraView } from '../overview/camera-view.ts'
import type { LoggedEvent, OverviewEvent } from '../overview/event-log.ts'
import type { OverviewControl } from '../overview/overview-control.ts'
import type { CameraState } from './schemas/cameras.ts'
import type { ServiceEvent } from './schemas/events.ts'
import { cameraBody } from './wire/camera-body.ts'
import { displayNames } from './wire/display-names.ts'
import { incidentSummary } from './wire/incident-body.ts'
import { iso } from './wire/iso.ts'

/** What events are told with. */
export interface TextSources {
  readonly overview: Pick<OverviewControl, 'camerasOf' | 'nameOf'>
  /** Null without a fleet. */
  readonly fleet: { memberOf(stream: string): string | null } | null
}

/** Texts of events in UTF-8, made once for all clients: what waits for many slow ones is one and the same. */
const messages = new WeakMap<LoggedEvent, Buffer>()

/** Cameras are told as they are now: of many changes of one camera the last is enough. */
export function withoutOldCameras(events: readonly LoggedEvent[]): readonly LoggedEvent[] {
  const streams = new Set<string>()
  const views = new Map<string, CameraView>()
  for (const { event } of events) {
    if (event.type !== 'cameras') continue
    for (const stream of event.streams) streams.add(stream)
    for (const view of event.views ?? []) views.set(view.stream, view)
  }
  const others = events.filter(({ event }) => event.type !== 'cameras')
  const last = events.at(-1)
  if (last === undefined || streams.size === 0) return others
  const event = camerasEvent([...streams], views.size === 0 ? undefined : [...views.values()])
  return [...others, { ...last, event }]
}

export function camerasEvent(streams: readonly string[], views: readonly CameraView[] | undefined): OverviewEvent {
  return { type: 'cameras', streams, ...(views === undefined ? {} : { views }) }
}

export function messageOf(event: LoggedEvent, sources: TextSources): Buffer {
  const known = messages.get(event)
  if (known !== undefined) return known
  const message = makeMessage(event, sources)
  messages.set(event, message)
  return message
}

export function makeMessage({ id, atMs, event }: LoggedEvent, sources: TextSources): Buffer {
  return Buffer.from(JSON.stringify(bodyOf({ id, at: iso(atMs) }, event, sources)))
}

function bodyOf(
  head: { readonly id: string; readonly at: string },
  event: OverviewEvent,
  sources: TextSources
): ServiceEvent {
  const { overview } = sources
  switch (event.type) {
    case 'cameras':
      return { ...head, type: 'cameras', cameras: camerasOf(event, sources) }
    case 'camera-removed':
    case 'settings':
      return { ...head, type: event.type, stream: event.stream }
    default:
      return { ...head, type: event.type, incident: incidentSummary(event.incident, displayNames(overview)) }
  }
}

function camerasOf(
  event: Extract<OverviewEvent, { type: 'cameras' }>,
  { overview, fleet }: TextSources
): CameraState[] {
  const bodies = (event.views ?? overview.camerasOf(event.streams)).map(cameraBody)
  return fleet === null ? bodies : bodies.map(body => ({ ...body, member: fleet.memberOf(body.stream) }))
}
