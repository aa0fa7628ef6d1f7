import { openSnapshotStore } from '../../dist/choose-adapters.js'
import { decodeJpeg } from '../../dist/codec/decode.js'
import { PlanePool } from '../../dist/codec/plane-pool.js'
import { loadSettings } from '../../dist/config/load.js'
import { BytePool } from '../../dist/lib/byte-pool.js'
import { DEFAULT_CAMERA_SETTINGS } from '../../dist/model/camera.js'
import { CameraSession } from '../../dist/pipeline/camera-session.js'
import { MeasureScratch } from '../../dist/pipeline/detect/measure-scratch.js'
import { QueuedSnapshotKeeper } from '../../dist/pipeline/snapshots/queued-snapshot-keeper.js'
import { keeperSettings } from '../../dist/shards/keeper-settings.js'

/** As a camera of ten frames a second. */
const FRAME_EVERY_MS = 100
const MAX_FREE_PLANE_BYTES = 8 * 1024 * 1024
const NO_LOG = { error: console.error, warn: console.error, info: () => undefined, debug: () => undefined }

/**
 * The sessions of a few cameras, built as in src/shards/shard-thread.ts: from bytes to the serialised result. Without the
 * thread around them, whose messages and timers would be counted for the frames.
 */
export class OwnAnalysis {
  #sessions
  #context
  #nowMs = Date.UTC(2026, 0, 1)
  #frameEveryMs
  #keepsEvidence
  #tell
  #results = 0
  /** Wall time in each stage since the last `takeStages`, ms, by stage. */
  #stages = {}

  /**
   * @param {number} cameras
   * @param {string} folder Nothing is written there: no snapshot is kept.
   * @param {number} [frameEveryMs] Time from frame to frame of a camera, as the sessions are told it.
   * @param {object | null} [tell] Where the sessions tell of themselves, see src/pipeline/camera-teller.ts; null: nowhere.
   * @param {boolean} [keepsEvidence] Whether what frames are judged by is kept, as with MEASURE_DAYS.
   */
  constructor(cameras, folder, frameEveryMs = FRAME_EVERY_MS, tell = null, keepsEvidence = false) {
    this.#keepsEvidence = keepsEvidence
    this.#frameEveryMs = frameEveryMs
    this.#tell = tell
    this.#context = this.#makeContext(loadSettings({ MINIO_SAVE_MODE: 'none', DATA_DIR: folder }).settings)
    this.#sessions = Array.from({ length: cameras }, (_, i) => {
      const camera = { stream: `camera-${i}`, settings: DEFAULT_CAMERA_SETTINGS }
      return new CameraSession(camera, this.#context, this.#nowMs)
    })
  }

  /** Judges frames in the order given. @param {import('../camera-frames.mjs').CameraFrame[]} frames */
  async judge(frames) {
    const before = this.#results
    for (const { camera, jpeg } of frames) {
      // All cameras have the same rate: time goes on with the first.
      if (camera === 0) this.#nowMs += this.#frameEveryMs
      const session = this.#sessions[camera]
      const frame = this.#frameOf(session.stream, jpeg)
      session.arrived(frame)
      if (!session.admits(frame)) throw new Error('A frame of the bench was not admitted')
      await session.process(frame)
    }
    if (this.#results - before !== frames.length) throw new Error('Some frames gave no result')
  }

  /** The figures of every camera, as src/shards/shard.ts writes them. @param {Float64Array} values Of one camera at a time. */
  writeFigures(values, withPoint) {
    for (const { figures } of this.#sessions) {
      figures?.writeFigures(this.#nowMs, values, 0)
      if (withPoint) figures?.writePoint(this.#nowMs, values, 0)
    }
  }

  /** What was kept of the frames since the last call. */
  takeEvidence() {
    return this.#sessions.flatMap(session => session.takeEvidence())
  }

  /** @returns {Record<string, number>} Wall time in each stage since the last call, ms. */
  takeStages() {
    const stages = this.#stages
    this.#stages = {}
    return stages
  }

  #frameOf(stream, jpeg) {
    const nowMs = this.#nowMs
    const meta = { capturedAtMs: nowMs, enqueuedAtMs: nowMs, wallClock: null, shape: null, problem: null }
    return { stream, cursor: `${nowMs}-0`, jpeg, problem: null, meta, addedAtMs: nowMs, receivedAtMs: nowMs }
  }

  #makeContext(settings) {
    const clock = () => this.#nowMs
    const pool = new PlanePool(MAX_FREE_PLANE_BYTES)
    const limits = { maxBytes: settings.MAX_FRAME_BYTES, maxPixels: settings.MAX_FRAME_PIXELS }
    return {
      epoch: 1,
      decode: jpeg => decodeJpeg(jpeg, limits, pool),
      pool,
      scratch: new MeasureScratch(),
      keeper: new QueuedSnapshotKeeper({
        store: openSnapshotStore(settings),
        settings: keeperSettings(settings, 1),
        clock,
        log: NO_LOG
      }),
      publish: () => {
        this.#results++
      },
      onStage: (stage, durationMs) => {
        this.#stages[stage] = (this.#stages[stage] ?? 0) + durationMs
      },
      onDecoded: () => undefined,
      frameMemory: new BytePool(0),
      onUndecodable: code => NO_LOG.error(`A frame of the bench could not be decoded: ${code}`),
      analysisMaxFps: settings.ANALYSIS_MAX_FPS,
      streamGapMs: settings.STREAM_GAP_MS,
      firstFrameMs: settings.FIRST_FRAME_MS,
      timeZone: 'UTC',
      tell: this.#tell,
      keepsEvidence: this.#keepsEvidence,
      clock,
      log: NO_LOG
    }
  }
}
