import { errorText } from './errors.ts'
import type { Log } from './lib/log.ts'
import type { Metrics } from './observe/metrics.ts'
import type { SnapshotStore } from './pipeline/snapshots/snapshot-store.ts'

/** Pictures are private: says so when the place they are kept in is open to strangers. Resolves in any case. */
export async function warnOfOpenBucket(
  store: Pick<SnapshotStore, 'openings'>,
  log: Log,
  metrics: Metrics
): Promise<void> {
  try {
    const openings = await store.openings()
    metrics.storePublic.set(openings.length > 0 ? 1 : 0, {})
    if (openings.length > 0) {
      log.warn({ openings }, 'The bucket of the snapshots is public: pictures of the cameras can be read without a key')
    }
  } catch (cause) {
    log.debug({ reason: errorText(cause) }, 'Whether the bucket of the snapshots is public could not be asked')
  }
}
