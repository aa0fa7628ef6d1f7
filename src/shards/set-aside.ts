import type { EncodedFrame, FrameProblem } from '../model/frame.ts'
import type { Suspects } from './suspect-frames.ts'

/** While suspects are about, frames are analysed one at a time, so that the next death has one culprit; not for longer than this, ms. */
const CAREFUL_MS = 30_000
const NO_BYTES = new Uint8Array(0)

/** Which frames a shard does not analyse because its thread died over them before. */
export class SetAside {
  readonly #suspects: Set<string>
  readonly #condemned: ReadonlySet<string>
  readonly #cameras: Map<string, number>
  readonly #carefulUntilMs: number

  /** @param nowMs Monotonic, ms. */
  constructor({ frames, cameras }: Suspects, nowMs: number) {
    this.#suspects = new Set(frames.map(keyOf))
    this.#condemned = new Set(frames.filter(({ isCondemned }) => isCondemned).map(keyOf))
    this.#cameras = new Map(cameras.map(({ stream, forMs }) => [stream, nowMs + forMs]))
    this.#carefulUntilMs = nowMs + CAREFUL_MS
  }

  /** Whether frames have to be analysed one at a time. */
  isCareful(nowMs: number): boolean {
    return this.#suspects.size > 0 && nowMs < this.#carefulUntilMs
  }

  /** The frame as it came, or as one that says why it is not analysed. */
  checked(frame: EncodedFrame, nowMs: number): EncodedFrame {
    if (this.#condemned.size + this.#cameras.size === 0) return frame
    const problem = this.#condemned.has(keyOf(frame)) ? FRAME_ASIDE : this.#problemOfCamera(frame.stream, nowMs)
    if (problem === null) return frame
    const { jpegKey: _fetched, ...rest } = frame
    return { ...rest, jpeg: NO_BYTES, problem }
  }

  /** The frame has been analysed. */
  survived(frame: Pick<EncodedFrame, 'stream' | 'cursor'>): void {
    if (this.#suspects.size > 0) this.#suspects.delete(keyOf(frame))
  }

  #problemOfCamera(stream: string, nowMs: number): FrameProblem | null {
    const untilMs = this.#cameras.get(stream)
    if (untilMs === undefined) return null
    if (nowMs < untilMs) return CAMERA_ASIDE
    this.#cameras.delete(stream)
    return null
  }
}

const FRAME_ASIDE: FrameProblem = {
  code: 'frame/set-aside',
  message: 'The thread that analysed this frame died or hung over it twice, so it is not analysed',
  messageZh: '分析线程两次因该帧崩溃或卡死，不再分析该帧',
  decodedShare: 0
}
const CAMERA_ASIDE: FrameProblem = {
  code: 'frame/set-aside',
  message:
    'Frames of this camera made the thread that analyses them die three times, so none are analysed for ten minutes',
  messageZh: '该摄像机的图像帧已三次导致分析线程崩溃，十分钟内不再分析',
  decodedShare: 0
}

function keyOf({ stream, cursor }: Pick<EncodedFrame, 'stream' | 'cursor'>): string {
  return `${cursor} ${stream}`
}
