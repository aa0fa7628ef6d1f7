import { FAULT_NAMES, NORMAL } from '../model/fault.ts'
import type { Verdict } from '../model/finding.ts'
import { CameraPerformance, type StageName } from './camera-performance.ts'
import { type JudgedFrame, type LeftOutFrames, messageOfFrame, messageOfGap, resultOfFrame } from './compose-result.ts'
import { ResultLine } from './result-line.ts'
import type { CameraSessionContext } from './session-context.ts'

/** What one camera tells its clients: composes results, offers frames to the snapshots, sends in order, takes times. */
export class CameraResults {
  readonly #stream: string
  readonly #context: CameraSessionContext
  readonly #line = new ResultLine()
  readonly performance = new CameraPerformance()

  constructor(stream: string, context: CameraSessionContext) {
    this.#stream = stream
    this.#context = context
  }

  /** The result of a frame; its bytes are given back once nobody needs them. */
  ofFrame(judged: JudgedFrame): void {
    const { frame, verdict, times } = judged
    const { epoch, keeper, frameMemory } = this.#context
    this.#recordTimes(judged)
    const result = resultOfFrame(judged)
    const offeredAt = performance.now()
    const stored = keeper.offer({
      stream: this.#stream,
      jpeg: frame.jpeg,
      receivedAtMs: times.receivedAtMs,
      abnormal: verdict.faults.length > 0,
      result
    })
    this.#line.send(stored, reference => {
      if (reference !== null) this.#record('store', performance.now() - offeredAt)
      if (stored !== null) judged.trace?.mark('stored')
      this.#publish(verdict, JSON.stringify(messageOfFrame(epoch, judged, result, reference)), judged)
    })
    if (stored === null) frameMemory.give(frame.jpeg)
  }

  /** No frame came. */
  ofGap(verdict: Verdict, nowMs: number, leftOut: LeftOutFrames): void {
    const message = messageOfGap(this.#context.epoch, this.#stream, verdict, nowMs, leftOut)
    this.#line.send(null, () => this.#publish(verdict, JSON.stringify(message)))
  }

  /** Resolves once every result has been sent. */
  settled(): Promise<void> {
    return this.#line.settled()
  }

  #recordTimes({ frame, times }: JudgedFrame): void {
    const { capturedAtMs, enqueuedAtMs } = frame.meta
    this.performance.analysed++
    if (capturedAtMs !== null && enqueuedAtMs !== null) this.#record('capture', enqueuedAtMs - capturedAtMs)
    this.#record('queue', times.receivedAtMs - (enqueuedAtMs ?? frame.addedAtMs))
    this.#record('decode', times.decodeMs)
    this.#record('analysis', times.analysisMs)
    this.#record('end_to_end', times.analysedAtMs - (capturedAtMs ?? frame.addedAtMs))
  }

  #record(stage: StageName, durationMs: number): void {
    this.performance.record(stage, durationMs)
    this.#context.onStage(stage, durationMs)
  }

  /** @param judged The frame that the result is of; left out: none made it. */
  #publish(verdict: Verdict, text: string, judged?: JudgedFrame): void {
    const main = verdict.faults[0]
    const state = main === undefined ? NORMAL.state : FAULT_NAMES[main.kind].state
    const cursor = judged?.frame.cursor ?? null
    const result = { stream: this.#stream, abnormal: main !== undefined, state, text, cursor }
    const trace = judged?.trace?.sent(state, judged.problem?.code ?? null)
    this.#context.publish(trace === undefined ? result : { ...result, trace })
  }
}
