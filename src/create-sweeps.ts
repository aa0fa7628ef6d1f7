import { chooseFrameSource, sceneFolder, sceneKeepMs } from './choose-adapters.ts'
import type { Settings } from './config/schema.ts'
import { cautiousClock } from './lib/cautious-clock.ts'
import type { Log } from './lib/log.ts'
import { SceneFolderSweep } from './pipeline/detect/adapters/scene-folder-sweep.ts'
import { AgeSweep } from './pipeline/snapshots/age-sweep.ts'
import type { SnapshotStore } from './pipeline/snapshots/snapshot-store.ts'

const SWEEP_EVERY_MS = 3_600_000

/** What deletes by age. @param isDue Whether it is this process that deletes. */
export function createSweeps(
  settings: Settings,
  store: SnapshotStore,
  log: Log,
  isDue: () => boolean
): (AgeSweep | SceneFolderSweep)[] {
  const clock = cautiousClock(Date.now, () => performance.now())
  const maxAgeDays = settings.MINIO_LIFECYCLE_DAYS
  const snapshots = new AgeSweep({ store, maxAgeDays, intervalMs: SWEEP_EVERY_MS, clock, log, isDue })
  // Redis forgets by itself what it was told to keep for a time.
  if (chooseFrameSource(settings).kind === 'redis') return [snapshots]
  return [snapshots, new SceneFolderSweep({ folder: sceneFolder(settings), keepMs: sceneKeepMs(settings), clock, log })]
}
