import type { ServiceEvent } from '../../src/http/schemas/events.ts'
import { askSession } from '../api/session-calls.ts'
import { fetchSystem } from '../api/service-calls.ts'
import { withQuery } from '../api/request.ts'
import { cameras, withCameras, withoutCamera } from '../state/cameras.ts'
import { connection } from '../state/connection.ts'
import { incidents, withIncident } from '../state/incidents.ts'
import { below } from '../routing/base-path.ts'
import { session } from '../state/session.ts'
import { type EventSocket, EventsClient } from './events-client.ts'
import { loadEverything } from './load-everything.ts'
import { tellIncident, tellSettings } from './listeners.ts'

/** Loads everything and follows the service for as long as somebody is signed in, or nobody needs to be. */
export async function startLive(): Promise<void> {
  const client = new EventsClient({ open, onEvent, onState, random: Math.random })
  await askSession()
  let wasIn = false
  const follow = () => {
    const isIn = session.get().phase === 'in'
    if (isIn === wasIn) return
    wasIn = isIn
    client.close()
    if (!isIn) return
    // The list is asked for at once, not after the connection: it is what people wait for.
    void loadEverything()
    void loadZone()
    client.start()
  }
  follow()
  session.subscribe(follow)
  const retry = () => {
    if (wasIn) client.retryNow()
  }
  window.addEventListener('online', retry)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') retry()
  })
}

function open(since: string | null): EventSocket {
  const scheme = window.location.protocol === 'https:' ? 'wss:' : 'ws:'
  const path = withQuery('/pushhub/ws/events', { since })
  const socket = new WebSocket(`${scheme}//${window.location.host}${below(path)}`)
  const events: EventSocket = { onmessage: null, onclose: null, onerror: null, close: () => socket.close() }
  socket.onmessage = event => events.onmessage?.(event)
  socket.onclose = () => events.onclose?.()
  socket.onerror = () => events.onerror?.()
  return events
}

async function loadZone(): Promise<void> {
  try {
    const { timeZone } = await fetchSystem()
    connection.update(now => ({ ...now, zone: timeZone }))
  } catch {
    // Until it is known, times are shown in the browser's zone, and the header says which.
  }
}

function onState(state: 'live' | 'lost'): void {
  // A WebSocket says of a refusal no more than of a lost connection.
  const { isGuarded } = session.get()
  if (state === 'lost' ? isGuarded === true : isGuarded === null) void askSession()
  connection.update(now => ({ ...now, state }))
}

function onEvent(event: ServiceEvent): void {
  noteNews(event)
  switch (event.type) {
    case 'hello':
      // Whatever changed between the first list and this connection is in neither.
      if (!event.resumed) void loadEverything()
      break
    case 'reset':
      void loadEverything()
      break
    case 'cameras':
      cameras.update(book => withCameras(book, event.cameras))
      break
    case 'camera-removed':
      cameras.update(book => withoutCamera(book, event.stream))
      break
    case 'incident-opened':
    case 'incident-updated':
    case 'incident-closed':
      incidents.update(book => withIncident(book, event.incident))
      tellIncident(event.type, event.incident)
      break
    case 'settings':
      tellSettings(event.stream)
      break
    default:
      break
  }
}

function noteNews(event: ServiceEvent): void {
  const lastNewsMs = Date.now()
  connection.update(now => ({
    ...now,
    lastNewsMs,
    clockOffsetMs: 'now' in event ? Date.parse(event.now) - lastNewsMs : now.clockOffsetMs
  }))
}
