import { openCursorStore } from './choose-adapters.ts'
import type { Settings } from './config/schema.ts'
import { errorText } from './errors.ts'
import { slotOf } from './fleet/slot.ts'
import type { Log } from './lib/log.ts'
import type { Camera } from './model/camera.ts'

/** Where cameras of a run before go on, by stream: those that were judged not too long ago. Never rejects. */
export async function startsOfRunBefore(
  settings: Settings,
  log: Log,
  cameras: readonly Camera[]
): Promise<ReadonlyMap<string, string>> {
  const store = openCursorStore(settings, 'cursors')
  if (store === null) return new Map()
  try {
    const starts = await store.load([...new Set(cameras.map(({ stream }) => slotOf(stream)))])
    const found = cameras.filter(({ stream }) => starts.has(stream)).length
    if (found > 0) log.info({ cameras: found }, 'Cameras go on where the run before has stopped')
    return starts
  } catch (cause) {
    log.warn({ error: errorText(cause) }, 'Cannot read how far cameras were judged: they begin with new frames')
    return new Map()
  } finally {
    await store.close()
  }
}
