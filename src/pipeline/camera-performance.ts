import { LatencyHistogram, type LatencySummary } from '../lib/latency-histogram.ts'

/** The stages whose time is told by `/pushhub/metrics/performance`. */
export type StageName = 'capture' | 'queue' | 'decode' | 'analysis' | 'store' | 'end_to_end'

/** How long the frames of one camera take in each stage. */
export class CameraPerformance {
  analysed = 0
  readonly #stages: Readonly<Record<StageName, LatencyHistogram>> = {
    capture: new LatencyHistogram(),
    queue: new LatencyHistogram(),
    decode: new LatencyHistogram(),
    analysis: new LatencyHistogram(),
    store: new LatencyHistogram(),
    end_to_end: new LatencyHistogram()
  }

  record(stage: StageName, durationMs: number): void {
    this.#stages[stage].record(durationMs)
  }

  reset(): void {
    this.analysed = 0
    for (const histogram of Object.values(this.#stages)) histogram.reset()
  }

  summary(): Readonly<Record<StageName, LatencySummary>> {
    const { capture, queue, decode, analysis, store, end_to_end } = this.#stages
    return {
      capture: capture.summary(),
      queue: queue.summary(),
      decode: decode.summary(),
      analysis: analysis.summary(),
      store: store.summary(),
      end_to_end: end_to_end.summary()
    }
  }
}
