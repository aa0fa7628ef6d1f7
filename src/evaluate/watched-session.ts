import { decodeJpeg } from '../codec/decode.ts'
import { PlanePool } from '../codec/plane-pool.ts'
import { BytePool } from '../lib/byte-pool.ts'
import { silentLog } from '../lib/log.ts'
import type { FaultKind } from '../model/fault.ts'
import { EMPTY_META, type EncodedFrame } from '../model/frame.ts'
import type { ResultMessage } from '../model/result-message.ts'
import { CameraSession } from '../pipeline/camera-session.ts'
import { frameOfEntry } from '../pipeline/capture/stream-entry.ts'
import type { MeasureScratch } from '../pipeline/detect/measure-scratch.ts'
import type { JudgeObserver } from '../pipeline/camera-judge.ts'
import { NO_SNAPSHOTS } from '../pipeline/snapshots/no-snapshots.ts'
import type { Report, Trial } from './trial.ts'
import type { CameraFrame } from './virtual-camera.ts'

/** As the service's settings have them when nobody sets them. */
const STREAM_GAP_MS = 2000
const FIRST_FRAME_MS = 10_000
const MAX_FRAME_BYTES = 16 * 1024 * 1024
const LIMITS = { maxBytes: MAX_FRAME_BYTES, maxPixels: 100_000_000 }

/** One camera after the other: what a pool would save is nothing here. */
const NO_POOL = new PlanePool(0)

/** The service's own camera session, wired up as a shard does, under a clock that the caller turns. */
export class WatchedSession {
  readonly trial: string
  readonly reports: Report[] = []
  results = 0
  /** The newest message, for exhibits. */
  latest: ResultMessage['data']['result'] | null = null
  readonly #session: CameraSession
  readonly #startMs: number
  #nowMs: number

  /** @param scratch What is measured in. @param observer Told of all that a frame is judged by. */
  constructor(trial: Trial, scratch: MeasureScratch, startMs: number, observer: JudgeObserver) {
    this.trial = trial.name
    this.#startMs = startMs
    this.#nowMs = startMs
    const context = {
      epoch: 1,
      decode: (jpeg: Uint8Array) => decodeJpeg(jpeg, LIMITS),
      pool: NO_POOL,
      scratch,
      keeper: NO_SNAPSHOTS,
      publish: ({ text }: { readonly text: string }) => this.#take(JSON.parse(text) as ResultMessage),
      onStage: () => undefined,
      onDecoded: () => undefined,
      onUndecodable: () => undefined,
      frameMemory: new BytePool(0),
      analysisMaxFps: 0,
      streamGapMs: STREAM_GAP_MS,
      firstFrameMs: FIRST_FRAME_MS,
      timeZone: 'UTC',
      tell: null,
      clock: () => this.#nowMs,
      log: silentLog,
      observer
    }
    this.#session = new CameraSession({ stream: 'camera', settings: trial.settings }, context, startMs)
  }

  /** Of the frame or tick that is being judged, ms since the first frame. */
  get sinceStartMs(): number {
    return this.#nowMs - this.#startMs
  }

  /** @param ms Since the first frame. */
  tick(ms: number): void {
    this.#nowMs = this.#startMs + ms
    this.#session.tick(this.#nowMs, this.#startMs)
  }

  async judge(frame: CameraFrame): Promise<void> {
    this.#nowMs = this.#startMs + frame.arrivesMs
    const encoded = this.#entryOf(frame)
    this.#session.arrived(encoded)
    await this.#session.process(encoded)
    await this.#session.settled()
  }

  /** The entry that a producer would have written for this frame. */
  #entryOf(frame: CameraFrame): EncodedFrame {
    const capturedAtMs = this.#startMs + frame.capturedMs
    const entry = {
      stream: 'camera',
      cursor: `${this.#nowMs}-${frame.index}`,
      addedAtMs: this.#nowMs,
      receivedAtMs: this.#nowMs,
      jpeg: frame.jpeg,
      meta: null
    }
    const shape = [frame.height, frame.width, 3]
    const meta = { ...EMPTY_META, capturedAtMs, enqueuedAtMs: this.#nowMs, shape }
    return { ...frameOfEntry(entry, MAX_FRAME_BYTES), meta }
  }

  #take({ data }: ResultMessage): void {
    const kinds = data.result.faults.map(fault => fault.kind as FaultKind)
    this.results++
    this.latest = data.result
    const last = this.reports.at(-1)
    const same = last !== undefined && last.kinds.join() === kinds.join()
    if (!same) this.reports.push({ atMs: this.sinceStartMs, kinds })
  }
}
