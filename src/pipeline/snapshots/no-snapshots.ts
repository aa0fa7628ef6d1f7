import type { SnapshotKeeper } from './snapshot-keeper.ts'

/** For cameras of which nothing is stored. */
export const NO_SNAPSHOTS: SnapshotKeeper = {
  configure: () => undefined,
  offer: () => null,
  keepPicture: () => false,
  close: async () => undefined,
  stats: () => ({
    stored: 0,
    failed: 0,
    dropped: 0,
    deleted: 0,
    queuedBytes: 0,
    queued: 0,
    inFlight: 0,
    trouble: null,
    pictures: { stored: 0, failed: 0, dropped: 0 }
  })
}
