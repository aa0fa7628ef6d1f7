/**
 * A read costs about 1.2 us for each stream that it names, most of it in the server, whether or not a frame came (measured
 * with 2,000 streams). It is asked again no sooner than in 25 times that, so that asking takes 4 % of a core.
 */
const MS_PER_STREAM = 0.03
/** Frames wait no longer than this to be read, however many the streams are, ms. */
const MOST_MS = 75
/** Less is not worth a timer, ms. */
const LEAST_MS = 2

/**
 * How long after one read the next may begin, so that it brings the frames of many cameras and not of one: nothing for
 * up to 66 cameras, 15 ms for 500, 60 ms for 2,000.
 *
 * @param streams Streams that the read names.
 */
export function gatheringTimeMs(streams: number): number {
  const ms = streams * MS_PER_STREAM
  return ms < LEAST_MS ? 0 : Math.min(ms, MOST_MS)
}

/**
 * A node of a cluster is asked with a command for each slot, and none can wait for frames. One costs the server 2 us
 * when there is nothing, and who reads 3 us (bench/redis-read/cluster.mjs).
 */
const MS_PER_SLOT = 0.16
/** Asked more often, a node with a few cameras would cost more than its frames do, ms. */
const LEAST_POLLING_MS = 10

/**
 * How long after one read of a cluster's node the next begins: 10 ms for up to 62 slots, 16 ms for 100.
 *
 * @param slots That the streams lie in.
 */
export function pollingTimeMs(slots: number): number {
  return Math.min(Math.max(slots * MS_PER_SLOT, LEAST_POLLING_MS), MOST_MS)
}
