import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { decodeJpeg } from '../../../dist/codec/decode.js'
import { givePicture } from '../../../dist/codec/give-picture.js'
import { PlanePool } from '../../../dist/codec/plane-pool.js'
import { DEFAULT_CAMERA_SETTINGS } from '../../../dist/model/camera.js'
import { CameraJudge } from '../../../dist/pipeline/camera-judge.js'
import { MeasureScratch } from '../../../dist/pipeline/detect/measure-scratch.js'
import { CAMERA_SIZES, makeCameraFrames, sourceOfFrames } from '../../camera-frames.mjs'
import { median, medianRatio } from '../../rounds.mjs'
import { goal } from '../report.mjs'

/** Working pictures of 476 x 268, the most that there is, of 320 x 180 and of 240 x 135. */
const JUDGED_SIZES = [
  { name: '536p', width: 952, height: 536, filmedGrain: 4, drawnGrain: 3 },
  ...CAMERA_SIZES.filter(({ name }) => name !== '4K')
]
/** CPU of measuring and judging a frame, ms. */
const MOST_MS = 0.35
const CAMERAS = 4
const FRAMES_EACH = 24
const FRAME_EVERY_MS = 100
/** Tours before the first round: a scene is known after 12 s, which are less than three. */
const WARM_UP_TOURS = 8
const POOL_BYTES = 1 << 25
const LIMITS = { maxBytes: 1 << 24, maxPixels: 1 << 26 }
const COLUMNS = [
  'frame',
  'working picture',
  'decode, ms',
  'measure and judge, ms',
  'judging / decode',
  'goal of judging',
  'verdict'
]

/**
 * CPU of measuring and judging beside that of decoding, frame by frame: the frames of several cameras in turn, as a shard
 * has them, so that neither finds its memory in the cache; each camera knows its scene, and its picture moves.
 *
 * @param {{ rounds: number, sizes?: typeof JUDGED_SIZES }} load
 */
export async function judging({ rounds, sizes = JUDGED_SIZES }) {
  const folder = mkdtempSync(path.join(tmpdir(), 'camera-check-judging-'))
  try {
    const rows = []
    const problems = []
    for (const size of sizes) {
      const { row, problem } = await compare(size, folder, rounds)
      rows.push(row)
      if (problem !== null) problems.push(problem)
    }
    const title = `Measuring and judging beside decoding, ${CAMERAS} cameras in turn, ${rounds} rounds`
    return { title, columns: COLUMNS, rows, note: sourceOfFrames(), problems }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function compare(size, folder, rounds) {
  const bench = new JudgingBench(await makeCameraFrames(size, folder, { cameras: CAMERAS, framesEach: FRAMES_EACH }))
  for (let i = 0; i < WARM_UP_TOURS; i++) await bench.tour()
  const times = []
  for (let i = 0; i < rounds; i++) times.push(await bench.tour())
  const decodeMs = times.map(time => time.decodeMs)
  const judgeMs = times.map(time => time.judgeMs)
  const { width, height } = bench.lastPicture
  const ms = median(judgeMs)
  const ratio = medianRatio(judgeMs, decodeMs).toFixed(2)
  const cells = [median(decodeMs).toFixed(2), ms.toFixed(3), ratio, ...goal(ms, '<=', MOST_MS, ' ms')]
  return { row: [size.name, `${width} x ${height}`, ...cells], problem: bench.problem }
}

/** Cameras that judge their frames, forth and back through them, so that the scene stays and what is in it moves. */
class JudgingBench {
  lastPicture = null
  #cameras
  #pool = new PlanePool(POOL_BYTES)
  #scratch = new MeasureScratch()
  #nowMs = Date.UTC(2026, 0, 1)
  #faulty = 0

  /** @param {import('../../camera-frames.mjs').CameraFrame[]} frames A frame of each camera, then the next of each. */
  constructor(frames) {
    this.#cameras = Array.from({ length: CAMERAS }, (_, camera) => {
      const jpegs = frames.filter(frame => frame.camera === camera).map(frame => frame.jpeg)
      return { judge: new CameraJudge(), jpegs: [...jpegs, ...jpegs.slice(1, -1).reverse()], before: null }
    })
  }

  /** Why the figures mean nothing, or null. */
  get problem() {
    if (this.#cameras.some(({ judge }) => judge.scene.reference === null)) return 'a camera does not know its scene'
    return this.#faulty > 0 ? `${this.#faulty} frames were faulty: a healthy camera costs something else` : null
  }

  /** Every frame of every camera once. @returns CPU of a frame, ms. */
  async tour() {
    const times = { decodeUs: 0, judgeUs: 0 }
    const steps = this.#cameras[0].jpegs.length
    this.#faulty = 0
    for (let step = 0; step < steps; step++) {
      this.#nowMs += FRAME_EVERY_MS
      for (const camera of this.#cameras) await this.#look(camera, camera.jpegs[step], times)
    }
    const frames = steps * CAMERAS
    return { decodeMs: times.decodeUs / 1000 / frames, judgeMs: times.judgeUs / 1000 / frames }
  }

  async #look(camera, jpeg, times) {
    const frame = { addedAtMs: this.#nowMs, receivedAtMs: this.#nowMs, meta: { capturedAtMs: this.#nowMs } }
    const start = process.cpuUsage()
    const { picture } = await decodeJpeg(jpeg, LIMITS, this.#pool)
    const decoded = process.cpuUsage()
    const { verdict } = camera.judge.see(frame, picture, false, DEFAULT_CAMERA_SETTINGS, this.#scratch)
    const judged = process.cpuUsage()
    times.decodeUs += usBetween(start, decoded)
    times.judgeUs += usBetween(decoded, judged)
    if (verdict.faults.length > 0) this.#faulty++
    if (camera.before !== null) givePicture(camera.before, this.#pool)
    camera.before = this.lastPicture = picture
  }
}

function usBetween(before, after) {
  return after.user + after.system - before.user - before.system
}
