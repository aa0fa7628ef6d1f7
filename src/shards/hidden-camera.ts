import { DEFAULT_CAMERA_SETTINGS } from '../model/camera.ts'
import { HIDDEN_STREAM } from '../model/hidden-camera.ts'
import { MemorySource } from '../pipeline/capture/adapters/memory-source.ts'
import { CameraSession } from '../pipeline/camera-session.ts'
import type { FrameSink } from '../pipeline/capture/frame-source.ts'
import type { CameraSessionContext, SessionResult } from '../pipeline/session-context.ts'
import { NO_SNAPSHOTS } from '../pipeline/snapshots/no-snapshots.ts'

/** Some hundred bytes to some kilobytes are shown; nobody else writes here. */
const MAX_FRAME_BYTES = 1024 * 1024
/** As an unset service judges: what its cameras are set to is no matter here, ms. */
const STREAM_GAP_MS = 2000
const FIRST_FRAME_MS = 10_000

/**
 * The synthetic camera of a shard (`src/self-check/`): judged by the same code in the same queue as the others, but known
 * to nobody. No snapshot of it is stored, its scene is not kept, and no figure counts it.
 */
export class HiddenCamera {
  readonly session: CameraSession
  readonly #source: MemorySource
  readonly #sinceMs: number

  /** @param context Of the shard. @param sink The shard itself. @param publish Takes its results. */
  constructor(context: CameraSessionContext, sink: FrameSink, publish: (result: SessionResult) => void) {
    const { clock } = context
    this.#sinceMs = clock()
    this.#source = new MemorySource({ maxFrameBytes: MAX_FRAME_BYTES, sink, clock })
    const own: CameraSessionContext = {
      ...context,
      epoch: 0,
      keeper: NO_SNAPSHOTS,
      publish,
      onStage: () => undefined,
      onDecoded: () => undefined,
      onUndecodable: () => undefined,
      analysisMaxFps: 0,
      streamGapMs: STREAM_GAP_MS,
      firstFrameMs: FIRST_FRAME_MS,
      tell: null
    }
    this.session = new CameraSession({ stream: HIDDEN_STREAM, settings: DEFAULT_CAMERA_SETTINGS }, own, this.#sinceMs)
    void this.#source.watch([{ stream: HIDDEN_STREAM, cursor: null }])
  }

  /** @param receivedAtMs When the process had the picture, epoch ms. */
  show(jpeg: Uint8Array, receivedAtMs: number): void {
    this.#source.accept(HIDDEN_STREAM, jpeg, null, receivedAtMs)
  }

  tick(nowMs: number): void {
    this.session.tick(nowMs, this.#sinceMs)
  }
}
