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

/** A picture for the synthetic camera. */
export interface ShownPicture {
  readonly jpeg: Uint8Array
  /** What was learned before is forgotten first. */
  readonly isAnew: boolean
  /** When the process had the picture, epoch ms. */
  readonly receivedAtMs: number
}

/**
 * The synthetic camera of a shard (`src/self-check/`): judged by the same code in the same queue as the others, but known
 * to nobody. No snapshot of it is stored, its scene is not kept, and no figure counts it.
 */
export class HiddenCamera {
  readonly #context: CameraSessionContext
  #session: CameraSession
  readonly #source: MemorySource
  readonly #sinceMs: number

  /** @param context Of the shard. @param sink The shard itself. @param publish Takes its results. */
  constructor(context: CameraSessionContext, sink: FrameSink, publish: (result: SessionResult) => void) {
    const { clock } = context
    this.#sinceMs = clock()
    this.#source = new MemorySource({ maxFrameBytes: MAX_FRAME_BYTES, sink, clock })
    this.#context = {
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
      tell: null,
      keepsEvidence: false
    }
    this.#session = this.#newSession()
    void this.#source.watch([{ stream: HIDDEN_STREAM, cursor: null }])
  }

  get session(): CameraSession {
    return this.#session
  }

  show({ jpeg, isAnew, receivedAtMs }: ShownPicture): void {
    if (isAnew) this.#session = this.#newSession()
    this.#source.accept(HIDDEN_STREAM, jpeg, null, receivedAtMs)
  }

  /** The clock was set. @param stepMs By how much; negative: back. */
  clockSet(stepMs: number, nowMs: number): void {
    this.#session.clockSet(stepMs, nowMs)
  }

  tick(nowMs: number): void {
    this.#session.tick(nowMs, this.#sinceMs)
  }

  #newSession(): CameraSession {
    const camera = { stream: HIDDEN_STREAM, settings: DEFAULT_CAMERA_SETTINGS }
    return new CameraSession(camera, this.#context, this.#context.clock())
  }
}
