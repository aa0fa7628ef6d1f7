import { incidentFrom } from '../pipeline/incidents/stored-json.ts'
import type { CameraView } from './camera-view.ts'
import type { OverviewEvent } from './event-log.ts'

/** What an entry of the members' events says: an event, or that some were lost (`gap`), or nothing (`begin`). */
export type ToldEvent =
  | { readonly what: 'event'; readonly atMs: number; readonly event: OverviewEvent }
  | { readonly what: 'gap' | 'nothing' }

export const GAP_TEXT = JSON.stringify({ type: 'gap' })

export function eventToText(event: OverviewEvent, atMs: number): string {
  return JSON.stringify({ at: atMs, ...event })
}

/** @returns Null when the text is no event that this version knows. */
export function eventFromText(text: string): ToldEvent | null {
  try {
    const value = JSON.parse(text) as Record<string, unknown>
    if (value.type === 'begin') return { what: 'nothing' }
    if (value.type === 'gap') return { what: 'gap' }
    const event = typeof value.at === 'number' ? eventOf(value) : null
    return event === null ? null : { what: 'event', atMs: Number(value.at), event }
  } catch {
    return null
  }
}

function eventOf(value: Readonly<Record<string, unknown>>): OverviewEvent | null {
  const { type, stream, streams, views, incident } = value
  switch (type) {
    case 'incident-opened':
    case 'incident-updated':
    case 'incident-closed':
      return { type, incident: incidentFrom(incident, type) }
    case 'camera-removed':
    case 'settings':
      return typeof stream === 'string' ? { type, stream } : null
    case 'cameras':
      if (!isTextList(streams) || !Array.isArray(views) || !views.every(isView)) return null
      return { type, streams, views }
    default:
      return null
  }
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(item => typeof item === 'string')
}

/** As far as whoever shows it would stumble. */
function isView(value: unknown): value is CameraView {
  if (typeof value !== 'object' || value === null) return false
  const { stream, name, groups, state, sinceMs, faults, explained, notJudged } = value as Partial<CameraView>
  return (
    [stream, name, state].every(text => typeof text === 'string') &&
    typeof sinceMs === 'number' &&
    isTextList(groups) &&
    isTextList(explained) &&
    Array.isArray(faults) &&
    Array.isArray(notJudged)
  )
}
