import { chooseFrameSource, chooseIncidentStore, chooseSnapshotStore } from './choose-adapters.ts'
import type { Settings } from './config/schema.ts'
import { AppError, errorText } from './errors.ts'
import { checkFolder } from './lib/check-folder.ts'
import { withDeadline } from './lib/deadline.ts'
import type { OverviewDesk } from './overview/overview-desk.ts'
import type { FrameWriter } from './pipeline/capture/frame-writer.ts'
import { frameTexts } from './redis-places.ts'
import type { SnapshotStore } from './pipeline/snapshots/snapshot-store.ts'
import type { ReadinessCheck } from './subscription/service-control.ts'

const CHECK_DEADLINE_MS = 2000

/** What stands outside of this process, for `/readyz`. */
export function outsideChecks({
  settings,
  store,
  writer,
  incidents,
  snapshotTrouble
}: OutsideParts): (() => Promise<ReadinessCheck>)[] {
  const kept = chooseIncidentStore(settings).kind === 'redis' ? 'Redis answers' : 'Database in the data folder answers'
  const stores = [
    ...(usesDataFolder(settings) ? [() => checkData(settings.DATA_DIR)] : []),
    () => check('snapshots', `${store.name} answers`, taken(store, snapshotTrouble)),
    () => check('incidents', kept, incidents.storeAnswers())
  ]
  if (writer === null) return stores
  const where = `Redis at ${frameTexts(settings).join(', ')} answers`
  return [() => check('redis', where, writer.ping()), ...stores]
}

/** Whether anything is kept in DATA_DIR. */
export function usesDataFolder(settings: Settings): boolean {
  const kinds = [chooseFrameSource(settings).kind, chooseIncidentStore(settings).kind]
  return kinds.includes('embedded') || chooseSnapshotStore(settings).kind === 'folder'
}

function checkData(folder: string): Promise<ReadinessCheck> {
  return check('data', `The data folder ${folder} may be written to`, checkFolder(folder))
}

interface OutsideParts {
  readonly settings: Settings
  readonly store: SnapshotStore
  /** Why snapshots wait in a shard, null when none does. */
  readonly snapshotTrouble: () => string | null
  readonly writer: FrameWriter | null
  readonly incidents: Pick<OverviewDesk, 'storeAnswers'>
}

/** A store that is full answers, and takes nothing. */
async function taken(store: SnapshotStore, trouble: () => string | null): Promise<void> {
  await store.ping()
  const reason = trouble()
  if (reason !== null) throw new AppError('snapshot/write-failed', reason)
}

/** Asks once, and waits 2 s at most. */
export async function check(name: string, detail: string, answer: Promise<void>): Promise<ReadinessCheck> {
  try {
    await withDeadline(answer, CHECK_DEADLINE_MS, `Asking ${name}`)
    return { name, ok: true, detail }
  } catch (cause) {
    return { name, ok: false, detail: errorText(cause) }
  }
}
