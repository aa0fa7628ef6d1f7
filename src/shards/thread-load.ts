import { performance } from 'node:perf_hooks'

/** How busy this thread is, and how much memory it holds. */
export class ThreadLoad {
  #before = performance.eventLoopUtilization()

  /** Since the call before. */
  take(): { readonly busyRatio: number; readonly memoryBytes: number } {
    const now = performance.eventLoopUtilization()
    const { utilization } = performance.eventLoopUtilization(now, this.#before)
    this.#before = now
    const { heapUsed, external } = process.memoryUsage()
    return { busyRatio: Math.round(utilization * 1000) / 1000, memoryBytes: heapUsed + external }
  }
}
