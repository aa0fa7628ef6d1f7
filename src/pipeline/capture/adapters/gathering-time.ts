/**
 * A read costs the server and this thread about 1 us for each stream that it names, whether or not a frame came. Read again
 * no sooner than in 20 times that, so that asking takes 5 % of a core at most.
 */
const MS_PER_STREAM = 0.02
/** Frames wait no longer than this to be read, however many the streams are, ms. */
const MOST_MS = 50
/** A timer is not finer than this, ms. */
const LEAST_MS = 1

/**
 * How long after one read the next may begin, so that it brings the frames of many cameras and not of one: nothing for a
 * few cameras, 10 ms for 500, 40 ms for 2,000.
 *
 * @param streams Streams that the read names.
 */
export function gatheringTimeMs(streams: number): number {
  const ms = streams * MS_PER_STREAM
  return ms < LEAST_MS ? 0 : Math.min(ms, MOST_MS)
}
