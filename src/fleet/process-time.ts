import type { FleetTime } from './fleet-timing.ts'

/** Time of this process. CLOCK_MONOTONIC goes on while the process is stopped; it stands still while the machine sleeps. */
export const processTime: FleetTime = {
  clock: () => performance.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs)
    return () => clearTimeout(timer)
  },
  random: Math.random
}
