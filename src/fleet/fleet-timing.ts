/** Share of a lease after which its holder stops by its own clock: room for clocks that run up to 5 % too slow. */
export const OWN_LEASE_SHARE = 0.95
/** Longest wait for `FleetHooks.handOver`, ms. */
export const HAND_OVER_MS = 4000
/** A free slot is claimed by its heir at once, by the next in line after this long, by the one after that later still, ms. */
export const NEXT_IN_LINE_MS = 800
/** From here on everybody claims, so that a slot is never left to members that are dead but not yet expired. */
export const LAST_IN_LINE = 4
/** A slot that was claimed in the heir's place is kept so long before the heir gets it, ms. */
export const STAND_IN_MS = 20_000
/** In a fleet without owners claims wait so long for the others to join, ms. */
export const GATHER_MS = 1000

/** Time as the fleet's code sees it, so that a simulator can run it. */
export interface FleetTime {
  /** Monotonic, ms, from any origin. Does not stand still while the process is stopped. */
  clock(): number
  /** @returns Stops the timer. */
  after(delayMs: number, run: () => void): () => void
  /** 0..1 */
  random(): number
}

/** Waits for work that must not take longer; neither its failure nor a late end is an error here. */
export function settledWithin(
  time: FleetTime,
  work: Promise<unknown>,
  deadlineMs: number
): Promise<'done' | 'failed' | 'late'> {
  return new Promise(resolve => {
    const stop = time.after(deadlineMs, () => resolve('late'))
    const end = (how: 'done' | 'failed') => {
      stop()
      resolve(how)
    }
    work.then(
      () => end('done'),
      () => end('failed')
    )
  })
}
