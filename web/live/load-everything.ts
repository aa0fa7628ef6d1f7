import { fetchCameras } from '../api/camera-calls.ts'
import { fetchIncidents } from '../api/incident-calls.ts'
import type { CameraState, Incident } from '../api/types.ts'
import { cameras, countsOf } from '../state/cameras.ts'
import { incidents, LATEST_MAX } from '../state/incidents.ts'

/** Enough to fill any screen; the rest follows while these are looked at. */
const FIRST_PAGE = 120
const MAX_INCIDENT_PAGES = 20

let newest = 0

/** Loads all cameras and open incidents anew. What is on the screen stays until its successor is here. */
export async function loadEverything(): Promise<void> {
  const mine = ++newest
  const isNewest = () => mine === newest
  await Promise.all([loadCameras(isNewest), loadIncidents(isNewest)])
}

async function loadCameras(isNewest: () => boolean): Promise<void> {
  try {
    const all = new Map<string, CameraState>()
    let cursor: string | null = null
    do {
      const page = await fetchCameras(cursor, cursor === null ? FIRST_PAGE : undefined)
      if (!isNewest()) return
      for (const camera of page.items) all.set(camera.stream, camera)
      cursor = page.next
      const isComplete = cursor === null
      const known = cameras.get().byStream
      cameras.set({
        byStream: isComplete ? new Map(all) : new Map([...known, ...all]),
        counts: isComplete ? countsOf(all.values()) : page.counts,
        total: isComplete ? all.size : page.total,
        places: cameras.get().places + 1,
        isComplete,
        error: null
      })
    } while (cursor !== null)
  } catch (cause) {
    if (isNewest())
      cameras.update(now => ({ ...now, error: cause instanceof Error ? cause : new Error(String(cause)) }))
  }
}

async function loadIncidents(isNewest: () => boolean): Promise<void> {
  try {
    const latest = await fetchIncidents({}, null, LATEST_MAX)
    const open = new Map<string, Incident>()
    let cursor: string | null = null
    for (let page = 0; page < MAX_INCIDENT_PAGES; page++) {
      const answer = await fetchIncidents({ state: 'open,acknowledged' }, cursor, 500)
      for (const incident of answer.items) open.set(incident.id, incident)
      cursor = answer.next
      if (cursor === null) break
    }
    if (isNewest()) incidents.set({ open, latest: latest.items, isLoaded: true })
  } catch {
    // The cameras' loading says what is wrong; incidents come again with the next connection.
  }
}
