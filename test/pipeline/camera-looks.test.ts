import { beforeAll, describe, expect, it } from 'vitest'
import { DEFAULT_CAMERA_SETTINGS } from '../../src/model/camera.ts'
import type { Verdict } from '../../src/model/finding.ts'
import { EMPTY_META } from '../../src/model/frame.ts'
import type { Picture } from '../../src/model/picture.ts'
import { CameraJudge } from '../../src/pipeline/camera-judge.ts'
import { MeasureScratch } from '../../src/pipeline/detect/measure-scratch.ts'
import { drawFrame, HEIGHT, seeded, stillLevel, WIDTH } from './detect/scene/drawn-scene.ts'

const scratch = new MeasureScratch()
type Level = (x: number, y: number) => number

const view = (level: Level): Level => {
  const plane = Float32Array.from({ length: WIDTH * HEIGHT }, (_, i) => level(i % WIDTH, Math.floor(i / WIDTH)))
  return (x, y) => plane[y * WIDTH + x] ?? 0
}
const HOME = view(stillLevel)
const MIRRORED = view((x, y) => stillLevel(WIDTH - 1 - x, y))
const UPSIDE_DOWN = view((x, y) => stillLevel(x, HEIGHT - 1 - y))
/** Infrared: every third grey is turned over, so many edges have their bright side on the other one. */
const INFRARED = view((x, y) => {
  const level = stillLevel(x, y)
  return Math.floor(level / 16) % 3 === 0 ? 230 - 0.8 * level : 0.75 * level + 15
})
const COVER = view((x, y) => 80 + x / 30 + y / 40)
/** The way from one view to another: smeared along the turn. */
const turning = (one: Level, other: Level, share: number) =>
  view((x, y) => {
    let sum = 0
    for (let i = 0; i < 12; i++) {
      const at = Math.round(x + share * WIDTH + i * 3)
      sum += at < WIDTH ? one(at, y) : other(at % WIDTH, y)
    }
    return sum / 12
  })

/** One camera, of five frames a second where nothing else is said. */
class ToldCamera {
  readonly #stepMs: number
  judge = new CameraJudge()
  readonly #noise = seeded(23)
  #nowMs = Date.UTC(2026, 0, 5, 8)
  verdict: Verdict = { faults: [], explained: [], notJudged: [], learning: true }

  constructor(stepMs = 200) {
    this.#stepMs = stepMs
  }

  /** @returns The kinds that were told, each once. */
  show(seconds: number, level: Level, isGrey = false): string[] {
    const kinds = new Set<string>()
    for (let i = 0; i < (seconds * 1000) / this.#stepMs; i++) kinds.add(this.see(drawFrame(this.#noise, level), isGrey))
    kinds.delete('normal')
    return [...kinds]
  }

  see(picture: Picture, isGrey: boolean): string {
    const chroma = isGrey ? null : picture.chroma
    const times = { addedAtMs: this.#nowMs, receivedAtMs: this.#nowMs }
    const frame = { stream: 'gate', cursor: '', jpeg: new Uint8Array(0), problem: null, meta: EMPTY_META, ...times }
    this.verdict = this.judge.see(frame, { ...picture, chroma }, false, DEFAULT_CAMERA_SETTINGS, scratch).verdict
    this.#nowMs += this.#stepMs
    return this.verdict.faults[0]?.kind ?? 'normal'
  }

  turn(one: Level, other: Level): string[] {
    return [0.1, 0.3, 0.5, 0.7, 0.9].flatMap(share => this.show(0.2, turning(one, other, share)))
  }

  /** Goes on as a service that was started again would. */
  restart(): void {
    const bytes = this.judge.scene.checkpoint()
    expect(bytes?.length).toBeLessThan(64 * 1024)
    this.judge = new CameraJudge()
    expect(this.judge.scene.restore(bytes ?? new Uint8Array(0))).toBe(true)
  }
}

describe('looks of one view', () => {
  it('knows day and infrared by themselves, without a fault and without learning anew', () => {
    const camera = new ToldCamera()
    const dim: Level = (x, y) => HOME(x, y) * 0.8
    expect(camera.show(20, HOME)).toEqual([])
    for (let night = 0; night < 2; night++) {
      expect(camera.show(15, dim, true)).toEqual([])
      expect(camera.verdict.learning).toBe(false)
      expect(camera.show(8, HOME)).toEqual([])
      expect(camera.verdict.learning).toBe(false)
    }
    expect(camera.show(4, COVER)).toContain('occluded')
  }, 300_000)

  it('learns infrared that turns contrast over, without a fault the first time, and knows it the second time', () => {
    const camera = new ToldCamera()
    camera.show(20, HOME)
    expect(camera.show(18, INFRARED, true)).toEqual([])
    expect(camera.verdict.learning).toBe(false)
    camera.restart()
    expect(camera.show(5, HOME)).toEqual([])
    expect(camera.verdict.learning).toBe(false)
    expect(camera.show(5, INFRARED, true)).toEqual([])
    expect(camera.verdict.learning).toBe(false)
    expect(camera.show(4, COVER, true)).toContain('occluded')
    expect(camera.show(4, HOME)).toEqual(['occluded'])
    expect(camera.verdict).toMatchObject({ faults: [], learning: false })
  }, 300_000)
})

describe('a light that goes down', () => {
  it('may take the colours along: contrast and detail are those of the new light at once', () => {
    const camera = new ToldCamera()
    const dim = view((x, y) => HOME(x, y) * 0.4)
    camera.show(20, HOME)
    expect(camera.show(15, dim, true)).toEqual([])
    expect(camera.verdict.learning).toBe(false)
    const veiled = view((x, y) => HOME(x, y) * 0.16 + 60)
    expect(camera.show(5, veiled, true)).toContain('low-contrast')
  }, 300_000)

  it('does not hide a veil that takes the colours', () => {
    const camera = new ToldCamera()
    camera.show(20, HOME)
    expect(
      camera.show(
        5,
        view((x, y) => HOME(x, y) * 0.3 + 120),
        true
      )
    ).toContain('low-contrast')
  }, 300_000)
})

describe('a memory that began under a fault', () => {
  it('takes the end of a cast for no fault', () => {
    const camera = new ToldCamera()
    const noise = seeded(5)
    const tinted = (): Picture => {
      const frame = drawFrame(noise, HOME)
      const chroma = { ...frame.chroma!, cb: new Uint8Array(40 * 23).fill(160), cr: new Uint8Array(40 * 23).fill(95) }
      return { ...frame, chroma }
    }
    for (let i = 0; i < 100; i++) expect(camera.see(tinted(), false)).toBe('normal')
    expect(camera.verdict.learning).toBe(false)
    expect(camera.show(5, HOME)).toEqual([])
    expect(camera.see(tinted(), false)).toBe('normal')
  }, 300_000)

  it('gives way to the view that a cover had hidden', () => {
    const camera = new ToldCamera()
    camera.show(
      20,
      view((x, y) => 90 + 8 * Math.sin(x / 9) + 8 * Math.sin(y / 7))
    )
    expect(camera.verdict.learning).toBe(false)
    expect(camera.show(8, HOME)).toEqual([])
    camera.show(12, HOME)
    expect(camera.verdict.learning).toBe(false)
    expect(camera.show(4, COVER)).toContain('occluded')
  }, 300_000)
})

describe('views of one camera', () => {
  let learned: Uint8Array
  const settled = (): ToldCamera => {
    const camera = new ToldCamera()
    expect(camera.judge.scene.restore(learned)).toBe(true)
    camera.show(4, HOME)
    return camera
  }
  beforeAll(() => {
    const camera = new ToldCamera()
    camera.show(125, HOME)
    learned = camera.judge.scene.checkpoint() ?? new Uint8Array(0)
  }, 300_000)

  it('takes a tour of three views that it has learned for no fault, over a restart too', () => {
    const camera = new ToldCamera()
    const round = (): string[] => {
      const kinds = [...camera.show(8, HOME), ...camera.turn(HOME, MIRRORED), ...camera.show(8, MIRRORED)]
      kinds.push(
        ...camera.turn(MIRRORED, UPSIDE_DOWN),
        ...camera.show(8, UPSIDE_DOWN),
        ...camera.turn(UPSIDE_DOWN, HOME)
      )
      return kinds
    }
    for (let i = 0; i < 3; i++) round()
    for (let i = 0; i < 2; i++) expect(round()).toEqual([])
    expect(camera.verdict.learning).toBe(false)
    camera.show(3, HOME)
    camera.restart()
    camera.show(3, HOME)
    expect(round()).toEqual([])
    expect(camera.show(5, COVER)).toContain('occluded')
  }, 300_000)

  it('knows a tour from the first frame on whose stays are longer than it takes to give a young scene up', () => {
    const camera = new ToldCamera(1000)
    const round = (): string[] => [HOME, MIRRORED, UPSIDE_DOWN].flatMap(level => camera.show(40, level))
    round()
    expect(round()).toEqual([])
    expect(round()).toEqual([])
    expect(camera.verdict).toMatchObject({ faults: [], learning: false })
    expect(camera.show(6, COVER)).toContain('occluded')
  }, 300_000)

  it('tells another view for as long as it lasts, and takes it once somebody accepts it', () => {
    const camera = settled()
    expect(camera.show(2, MIRRORED)).toEqual(['moved'])
    expect(camera.show(60, MIRRORED)).toEqual(['moved'])
    expect(camera.verdict.faults[0]?.kind).toBe('moved')
    camera.judge.scene.acceptView()
    camera.show(16, MIRRORED)
    expect(camera.verdict).toMatchObject({ faults: [], learning: false })
    // The view that it was set up for is known still.
    expect(camera.show(4, HOME)).toEqual([])
    expect(camera.show(4, MIRRORED)).toEqual([])
    expect(camera.show(4, UPSIDE_DOWN)).toContain('moved')
  }, 300_000)

  it('takes a view for one of its own once it has come to it three times by itself', () => {
    const camera = settled()
    const told = [1, 2, 3, 4, 5].map(() => {
      const kinds = camera.show(14, MIRRORED)
      camera.show(6, HOME)
      return kinds.includes('moved')
    })
    expect(told.slice(0, 2)).toEqual([true, true])
    expect(told.slice(3)).toEqual([false, false])
    expect(camera.verdict).toMatchObject({ faults: [], learning: false })
  }, 300_000)
})
