import { beforeAll, describe, expect, it } from 'vitest'
import { DEFAULT_CAMERA_SETTINGS } from '../../src/model/camera.ts'
import type { Verdict } from '../../src/model/finding.ts'
import { EMPTY_META } from '../../src/model/frame.ts'
import { CameraJudge } from '../../src/pipeline/camera-judge.ts'
import { MeasureScratch } from '../../src/pipeline/detect/measure-scratch.ts'
import { drawFrame, HEIGHT, seeded, stillLevel, WIDTH } from './detect/scene/drawn-scene.ts'

const scratch = new MeasureScratch()
type Plane = Float32Array

const SHARP: Plane = Float32Array.from({ length: WIDTH * HEIGHT }, (_, i) =>
  stillLevel(i % WIDTH, Math.floor(i / WIDTH))
)

/** Gaussian blur, first along rows, then along columns. */
function blurred(plane: Plane, sigmaPx: number): Plane {
  const reach = Math.ceil(3 * sigmaPx)
  const weights = Array.from({ length: 2 * reach + 1 }, (_, i) => Math.exp(-((i - reach) ** 2) / (2 * sigmaPx ** 2)))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const along = (from: Plane, stepX: number, stepY: number): Plane =>
    Float32Array.from(from, (_, i) => {
      const [x, y] = [i % WIDTH, Math.floor(i / WIDTH)]
      let sum = 0
      weights.forEach((weight, k) => {
        const atX = Math.min(WIDTH - 1, Math.max(0, x + (k - reach) * stepX))
        const atY = Math.min(HEIGHT - 1, Math.max(0, y + (k - reach) * stepY))
        sum += weight * from[atY * WIDTH + atX]!
      })
      return sum / total
    })
  return along(along(plane, 1, 0), 0, 1)
}

const BLURS: readonly Plane[] = [SHARP, ...[0.4, 0.8, 1.2, 1.6, 2, 2.4].map(sigmaPx => blurred(SHARP, sigmaPx))]
/** The scene out of focus. @param share 0 sharp .. 1 by 2.4 px. */
function softened(share: number): Plane {
  const at = Math.min(BLURS.length - 1.001, Math.max(0, share * (BLURS.length - 1)))
  const [one, other] = [BLURS[Math.floor(at)]!, BLURS[Math.floor(at) + 1]!]
  return one.map((level, i) => level + (at % 1) * (other[i]! - level))
}

interface Showing {
  readonly plane?: Plane
  /** Shift of the colour, levels of Cb and Cr. */
  readonly blueLevels?: number
  readonly redLevels?: number
  readonly sigmaLevels?: number
}

/** One camera of one frame a second. */
class ToldCamera {
  judge = new CameraJudge()
  readonly #noise = seeded(31)
  #nowMs = Date.UTC(2026, 0, 5, 8)
  verdict: Verdict = { faults: [], explained: [], notJudged: [], learning: true }

  /** @param what What it shows, by how far the time has gone, 0..1. @returns The kinds that were told, with the second. */
  show(seconds: number, what: (share: number) => Showing): ReadonlyMap<string, number> {
    const kinds = new Map<string, number>()
    for (let i = 0; i < seconds; i++) {
      const { plane = SHARP, blueLevels = 0, redLevels = 0, sigmaLevels = 2 } = what(i / seconds)
      const picture = drawFrame(this.#noise, (x, y) => plane[y * WIDTH + x] ?? 0, sigmaLevels)
      const cb = new Uint8Array(40 * 23).fill(Math.round(120 + blueLevels))
      const cr = new Uint8Array(40 * 23).fill(Math.round(136 + redLevels))
      const times = { addedAtMs: this.#nowMs, receivedAtMs: this.#nowMs }
      const frame = { stream: 'gate', cursor: '', jpeg: new Uint8Array(0), problem: null, meta: EMPTY_META, ...times }
      const chroma = { cb, cr, width: 40, height: 23 }
      this.verdict = this.judge.see(frame, { ...picture, chroma }, false, DEFAULT_CAMERA_SETTINGS, scratch).verdict
      this.#nowMs += 1000
      for (const { kind } of this.verdict.faults) if (!kinds.has(kind)) kinds.set(kind, i)
    }
    return kinds
  }

  restart(): void {
    const bytes = this.judge.scene.checkpoint() ?? new Uint8Array(0)
    this.judge = new CameraJudge()
    expect(this.judge.scene.restore(bytes)).toBe(true)
  }
}

let learned: Uint8Array
beforeAll(() => {
  const camera = new ToldCamera()
  camera.show(150, () => ({}))
  learned = camera.judge.scene.checkpoint() ?? new Uint8Array(0)
}, 300_000)

/** A camera that has known its scene for two minutes, started again. */
function settled(): ToldCamera {
  const camera = new ToldCamera()
  expect(camera.judge.scene.restore(learned)).toBe(true)
  expect(camera.show(5, () => ({})).size).toBe(0)
  return camera
}

describe('what creeps in', () => {
  it.each([120, 1200])(
    'out of focus within %i s is told, held over a restart, and cleared when it is sharp again',
    seconds => {
      const camera = settled()
      const told = camera.show(seconds, share => ({ plane: softened(share) }))
      expect([...told.keys()]).toEqual(['defocused'])
      const soft = softened(1)
      camera.show(60, () => ({ plane: soft }))
      expect(camera.verdict.faults[0]?.kind).toBe('defocused')
      camera.restart()
      camera.show(40, () => ({ plane: soft }))
      expect(camera.verdict.faults[0]?.kind).toBe('defocused')
      camera.show(4, () => ({}))
      expect([...camera.show(30, () => ({})).keys()]).toEqual([])
    },
    300_000
  )

  it.each([120, 600])(
    'a veil within %i s is told, and its end is no fault',
    seconds => {
      const camera = settled()
      const veil = (share: number): Showing => ({ plane: SHARP.map(level => level + 0.7 * share * (200 - level)) })
      const told = camera.show(seconds, veil)
      camera.show(40, () => veil(1))
      expect([...told.keys(), camera.verdict.faults[0]?.kind]).toEqual(expect.arrayContaining(['low-contrast']))
      expect(camera.verdict.faults.map(({ kind }) => kind)).toEqual(['low-contrast'])
      camera.show(4, () => ({}))
      expect([...camera.show(60, () => ({})).keys()]).toEqual([])
    },
    300_000
  )

  it.each([600])(
    'a yellow cast within %i s is told, and its end is no fault',
    seconds => {
      const camera = settled()
      const cast = (share: number): Showing => ({ blueLevels: -30 * share, redLevels: 8 * share })
      expect([...camera.show(seconds, cast).keys()]).toEqual(['colour-cast'])
      camera.show(40, () => cast(1))
      expect(camera.verdict.faults[0]?.kind).toBe('colour-cast')
      camera.show(4, () => ({}))
      expect([...camera.show(60, () => ({})).keys()]).toEqual([])
    },
    300_000
  )
})

describe('what changes slowly and is no fault', () => {
  it('dusk with its grain, its blue and its lamps, and dawn after it', () => {
    const camera = settled()
    const dusk = (share: number): Showing => ({
      plane: SHARP.map((level, i) => level * (1 - 0.7 * share) + (i % WIDTH < WIDTH / 2 ? 30 * share : 0)),
      blueLevels: 20 * share,
      redLevels: -12 * share,
      sigmaLevels: 2 + 2 * share
    })
    expect([...camera.show(600, dusk).keys()]).toEqual([])
    expect([...camera.show(120, () => dusk(1)).keys()]).toEqual([])
    expect([...camera.show(600, share => dusk(1 - share)).keys()]).toEqual([])
  }, 300_000)

  it('a camera set up out of focus that is focused, and is then held against its better focus', () => {
    const camera = new ToldCamera()
    const soft = softened(0.6)
    camera.show(200, () => ({ plane: soft }))
    expect([...camera.show(120, () => ({})).keys()]).toEqual([])
    expect([...camera.show(600, share => ({ plane: softened(share * 0.75) })).keys()]).toEqual(['defocused'])
  }, 300_000)

  it('what somebody has accepted', () => {
    const camera = settled()
    const soft = softened(0.7)
    camera.judge.scene.acceptView()
    expect([...camera.show(200, () => ({ plane: soft, blueLevels: 20 })).keys()]).toEqual([])
  }, 300_000)
})
