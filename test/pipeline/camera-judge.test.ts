import { beforeAll, describe, expect, it } from 'vitest'
import { type CameraSettings, DEFAULT_CAMERA_SETTINGS } from '../../src/model/camera.ts'
import type { Verdict } from '../../src/model/finding.ts'
import { EMPTY_META, type EncodedFrame } from '../../src/model/frame.ts'
import type { Picture } from '../../src/model/picture.ts'
import { CameraJudge } from '../../src/pipeline/camera-judge.ts'
import { MeasureScratch } from '../../src/pipeline/detect/measure-scratch.ts'
import { drawFrame, HEIGHT, sceneLevel, seeded, stillLevel, WIDTH } from './detect/scene/drawn-scene.ts'

const EPOCH = Date.UTC(2026, 0, 5, 8)
const LEARNING_MS = 24_000
const scratch = new MeasureScratch()

/** One camera of five frames a second. */
class TestCamera {
  readonly judge = new CameraJudge()
  readonly noise = seeded(11)
  nowMs = EPOCH
  verdict: Verdict = { faults: [], explained: [], notJudged: [], learning: true }

  see(picture: Picture, settings: CameraSettings = DEFAULT_CAMERA_SETTINGS, isIdentical = false): string {
    const frame = this.#frame()
    this.verdict = this.judge.see(frame, picture, isIdentical, settings, scratch).verdict
    this.nowMs += 200
    return this.verdict.faults[0]?.kind ?? 'normal'
  }

  /** The bytes of the frame before came once more: no picture is needed. */
  seeAgain(): string {
    const frame = this.#frame()
    expect(this.judge.canRepeat(DEFAULT_CAMERA_SETTINGS)).toBe(true)
    this.verdict = this.judge.seeAgain(frame, DEFAULT_CAMERA_SETTINGS, scratch).verdict
    this.nowMs += 200
    return this.verdict.faults[0]?.kind ?? 'normal'
  }

  #frame(): EncodedFrame {
    return {
      stream: 'gate',
      cursor: '',
      jpeg: new Uint8Array(0),
      problem: null,
      meta: EMPTY_META,
      addedAtMs: this.nowMs,
      receivedAtMs: this.nowMs
    }
  }

  /** Shows a fault for so long, and gives the kinds that were told. */
  show(durationMs: number, draw: (frame: number) => Picture, settings?: CameraSettings): string[] {
    const kinds: string[] = []
    for (let i = 0; i < durationMs / 200; i++) kinds.push(this.see(draw(i), settings))
    return kinds
  }

  learn(): void {
    this.show(LEARNING_MS, () => drawFrame(this.noise))
  }
}

/** A picture of the scene, changed point by point. */
type Effect = (camera: TestCamera, frame: number) => Picture
const blur = (radius: number): Float32Array =>
  Float32Array.from({ length: WIDTH * HEIGHT }, (_, i) => {
    const [x, y] = [i % WIDTH, Math.floor(i / WIDTH)]
    let sum = 0
    let count = 0
    for (let dy = -radius; dy <= radius; dy++) {
      for (let dx = -radius; dx <= radius; dx++) {
        if (x + dx < 0 || x + dx >= WIDTH || y + dy < 0 || y + dy >= HEIGHT) continue
        sum += stillLevel(x + dx, y + dy)
        count++
      }
    }
    return sum / count
  })
const soft = blur(3)
const still = drawFrame(seeded(3))
const pale = (picture: Picture, cb: number, cr: number): Picture => ({
  ...picture,
  chroma: { cb: new Uint8Array(920).fill(cb), cr: new Uint8Array(920).fill(cr), width: 40, height: 23 }
})
const isCovered = (x: number, y: number): boolean => x > WIDTH * 0.45 && y > 20

const FAULTS: readonly (readonly [kind: string, effect: Effect])[] = [
  ['black', ({ noise }) => drawFrame(noise, () => 6)],
  ['no-signal', ({ noise }) => drawFrame(noise, () => 110, 0)],
  ['bright', ({ noise }) => drawFrame(noise, (x, y) => stillLevel(x, y) * 2.6 + 60)],
  ['frozen', () => still],
  [
    'stripes',
    ({ noise }, frame) => drawFrame(noise, (x, y) => stillLevel(x, y) + 34 * Math.sin((y + frame * 3) / 2.2))
  ],
  ['noise', ({ noise }) => drawFrame(noise, stillLevel, 40)],
  [
    'corrupted',
    ({ noise }) => {
      const picture = drawFrame(noise)
      picture.luma.fill(128, WIDTH * 110)
      return picture
    }
  ],
  [
    'shaken',
    ({ noise }) => {
      const [dx, dy] = [Math.round((noise() - 0.5) * 60), Math.round((noise() - 0.5) * 40)]
      return drawFrame(noise, (x, y) => sceneLevel(x + dx, y + dy))
    }
  ],
  ['moved', ({ noise }) => drawFrame(noise, (x, y) => sceneLevel(WIDTH - 1 - x, HEIGHT - 1 - y))],
  ['occluded', ({ noise }) => drawFrame(noise, (x, y) => 70 + x / 20 + y / 30)],
  ['partly-occluded', ({ noise }) => drawFrame(noise, (x, y) => (isCovered(x, y) ? 60 + y / 20 : stillLevel(x, y)))],
  ['low-contrast', ({ noise }) => drawFrame(noise, (x, y) => 170 + 0.25 * (stillLevel(x, y) - 120))],
  ['defocused', ({ noise }) => drawFrame(noise, (x, y) => soft[y * WIDTH + x] ?? 0)],
  ['colour-cast', ({ noise }) => pale(drawFrame(noise), 160, 100)]
]

const HARMLESS: readonly (readonly [name: string, effect: Effect])[] = [
  ['the scene itself', ({ noise }) => drawFrame(noise)],
  ['lights that are switched off', ({ noise }) => drawFrame(noise, (x, y) => stillLevel(x, y) * 0.42)],
  [
    'a switch to infrared',
    ({ noise }) =>
      pale(
        drawFrame(noise, (x, y) => stillLevel(x, y) * 0.9 - 6, 2.5),
        128,
        128
      )
  ],
  [
    'a large vehicle that passes',
    ({ noise }, frame) =>
      drawFrame(noise, (x, y) => (Math.abs(x - (frame % 40) * 24) < 70 && y > 60 ? 190 : stillLevel(x, y)))
  ],
  ['a tremble of one pixel', ({ noise }, frame) => drawFrame(noise, (x, y) => sceneLevel(x + (frame % 2), y))],
  [
    'a clock that runs',
    ({ noise }, frame) =>
      drawFrame(noise, (x, y) => (y < 12 && x < 90 ? (((x >> 2) + frame) % 2 ? 240 : 10) : stillLevel(x, y)))
  ]
]

describe('camera judge, once it knows the scene', () => {
  const known = new TestCamera()
  let checkpoint: Uint8Array
  beforeAll(() => {
    known.learn()
    checkpoint = known.judge.scene.checkpoint()!
  }, 240_000)

  function knowing(): TestCamera {
    const camera = new TestCamera()
    expect(camera.judge.scene.restore(checkpoint)).toBe(true)
    camera.show(4000, () => drawFrame(camera.noise))
    return camera
  }

  it('has learned it without a fault', () => {
    expect(known.verdict).toMatchObject({ faults: [], learning: false })
  })

  it.each(FAULTS)(
    'tells %s within 4 s, holds it, and recovers within 3 s',
    (kind, effect) => {
      const camera = knowing()
      const kinds = camera.show(7000, frame => effect(camera, frame))
      expect(kinds.slice(20)).toEqual(Array.from({ length: 15 }, () => kind))
      const after = camera.show(4000, () => drawFrame(camera.noise))
      expect(after.slice(15)).toEqual(Array.from({ length: 5 }, () => 'normal'))
    },
    60_000
  )

  it.each(HARMLESS)(
    'takes %s for no fault',
    (_name, effect) => {
      const camera = knowing()
      const kinds = camera.show(8000, frame => effect(camera, frame))
      expect(new Set(kinds)).toEqual(new Set(['normal']))
    },
    60_000
  )

  it('does not find what is switched off, and finds less at a low sensitivity', () => {
    const [, effect] = FAULTS.find(([kind]) => kind === 'colour-cast')!
    const camera = knowing()
    const off = { ...DEFAULT_CAMERA_SETTINGS, faults: { 'colour-cast': { sensitivity: 'off' } } } as const
    expect(camera.show(3000, frame => effect(camera, frame), off)).not.toContain('colour-cast')
    const own = { ...DEFAULT_CAMERA_SETTINGS, faults: { 'colour-cast': { limits: { minCastLevels: 90 } } } }
    expect(camera.show(3000, frame => effect(camera, frame), own)).not.toContain('colour-cast')
    expect(camera.show(3000, frame => effect(camera, frame))).toContain('colour-cast')
  }, 240_000)

  it('judges the bytes of the frame before by what it saw then, whatever other cameras of the thread have seen since', () => {
    const camera = knowing()
    const other = new TestCamera()
    for (let i = 0; i < 40; i++) {
      expect(i % 4 === 0 ? camera.see(drawFrame(camera.noise)) : camera.seeAgain()).toBe('normal')
      other.see(drawFrame(other.noise, (x, y) => sceneLevel(WIDTH - 1 - x, HEIGHT - 1 - y)))
    }
    expect(camera.judge.scene.learnedMs).toBeGreaterThan(30_000)
    const kinds = Array.from({ length: 15 }, () => camera.seeAgain())
    expect([kinds[0], kinds.at(-1)]).toEqual(['normal', 'frozen'])
  }, 240_000)

  it('does not take a camera whose light comes back for a frozen one', () => {
    const camera = knowing()
    camera.show(6000, () => drawFrame(camera.noise, () => 6, 0.1))
    expect(camera.show(4000, () => drawFrame(camera.noise))).not.toContain('frozen')
  })

  it('goes on judging when the pictures become larger or smaller', () => {
    const camera = knowing()
    const larger = (): Picture => ({ ...drawFrame(camera.noise), sourceWidth: 1280, sourceHeight: 720, scale: 4 })
    expect(new Set(camera.show(5000, larger))).toEqual(new Set(['normal']))
    expect(camera.verdict.learning).toBe(false)
  }, 240_000)
})

describe('camera judge, before it knows the scene', () => {
  it.each(FAULTS.filter(([kind]) => ['black', 'no-signal', 'noise', 'bright'].includes(kind)))(
    'tells %s from the very first frames',
    (kind, effect) => {
      const camera = new TestCamera()
      const kinds = camera.show(4000, frame => effect(camera, frame))
      expect(kinds.at(-1)).toBe(kind)
    }
  )

  it('tells the same bytes again and again', () => {
    const camera = new TestCamera()
    for (let i = 0; i < 15; i++) camera.see(still, DEFAULT_CAMERA_SETTINGS, i > 0)
    expect(camera.verdict.faults[0]).toMatchObject({ kind: 'frozen', measure: 'time with the same bytes' })
  })

  it('says that it is learning, and judges nothing else', () => {
    const camera = new TestCamera()
    camera.see(drawFrame(camera.noise))
    expect(camera.verdict).toMatchObject({ faults: [], learning: true })
    expect(camera.verdict.notJudged).toContainEqual({ kind: 'moved', reason: 'learning' })
  })
})
