import { afterEach, describe, expect, it } from 'vitest'
import { DEFAULT_CAMERA_SETTINGS } from '../../src/model/camera.ts'
import { EMPTY_META } from '../../src/model/frame.ts'
import type { Picture } from '../../src/model/picture.ts'
import { CameraJudge } from '../../src/pipeline/camera-judge.ts'
import { fillMasked } from '../../src/pipeline/detect/fill-masked.ts'
import { maskOf } from '../../src/pipeline/detect/mask-of.ts'
import { MeasureScratch } from '../../src/pipeline/detect/measure-scratch.ts'
import { drawFrame, HEIGHT, seeded, stillLevel, WIDTH } from './detect/scene/drawn-scene.ts'

const scratch = new MeasureScratch()
/** The left half. */
const LEFT = maskOf([
  {
    points: [
      [0, 0],
      [0.5, 0],
      [0.5, 1],
      [0, 1]
    ]
  }
])

/** One camera of five frames a second, with a part that is not judged. */
class MaskedCamera {
  readonly #judge = new CameraJudge()
  readonly #noise = seeded(11)
  #nowMs = Date.UTC(2026, 0, 5, 8)
  #mask: Uint8Array | null

  constructor(mask: Uint8Array | null) {
    this.#mask = mask
  }

  setMask(mask: Uint8Array | null): void {
    this.#mask = mask
    this.#judge.maskChanged()
  }

  /** Shows a scene for so long. @returns Kinds that were told, each once. */
  show(durationMs: number, levelAt: (x: number, y: number) => number = stillLevel): string[] {
    const kinds = new Set<string>()
    for (let i = 0; i < durationMs / 200; i++) {
      const picture = drawFrame(this.#noise, levelAt)
      if (this.#mask !== null) fillMasked(picture, this.#mask)
      scratch.scene.masked = this.#mask
      for (const kind of this.#see(picture)) kinds.add(kind)
    }
    return [...kinds]
  }

  #see(picture: Picture): string[] {
    const times = { addedAtMs: this.#nowMs, receivedAtMs: this.#nowMs }
    const frame = { stream: 'gate', cursor: '', jpeg: new Uint8Array(0), problem: null, meta: EMPTY_META, ...times }
    const { verdict } = this.#judge.see(frame, picture, false, DEFAULT_CAMERA_SETTINGS, scratch)
    this.#nowMs += 200
    return verdict.faults.map(({ kind }) => kind)
  }
}

const coverLeft = (x: number, y: number) => (x < WIDTH * 0.45 ? 90 : stillLevel(x, y))
const coverRight = (x: number, y: number) => (x > WIDTH * 0.55 ? 90 : stillLevel(x, y))

describe('masks', () => {
  afterEach(() => {
    scratch.scene.masked = null
  })

  it('hide a cover that lies under them, and not one beside them', () => {
    const open = new MaskedCamera(null)
    expect(open.show(16_000)).toEqual([])
    expect(open.show(8000, coverLeft)).toContain('partly-occluded')
    const masked = new MaskedCamera(LEFT)
    expect(masked.show(16_000)).toEqual([])
    expect(masked.show(8000, coverLeft)).toEqual([])
    // All that may be judged is gone: more than a part.
    expect(masked.show(8000, coverRight)).toContain('occluded')
  }, 60_000)

  it('may be drawn and taken away while the scene is known, without an alarm', () => {
    const camera = new MaskedCamera(null)
    camera.show(16_000)
    camera.setMask(LEFT)
    expect(camera.show(6000)).toEqual([])
    expect(camera.show(6000, coverLeft)).toEqual([])
    expect(camera.show(4000)).toEqual([])
    camera.setMask(null)
    expect(camera.show(6000)).toEqual([])
  }, 60_000)

  it('leave a black picture black, whatever moves under them', () => {
    const camera = new MaskedCamera(LEFT)
    camera.show(16_000)
    expect(camera.show(4000, x => (x < WIDTH / 2 ? 200 : 3))).toEqual(['black'])
    expect(camera.show(6000)).not.toContain('moved')
  }, 60_000)
})

describe('fillMasked', () => {
  it('puts a smooth surface in the place of what is masked, and leaves the rest as it is', () => {
    const picture = drawFrame(seeded(3), (x, y) => (x < WIDTH / 2 ? ((x + y) % 2) * 255 : 60 + x / 4))
    const before = picture.luma.slice()
    fillMasked(picture, LEFT ?? new Uint8Array(144))
    let roughest = 0
    for (let y = 0; y < HEIGHT; y++) {
      for (let x = 0; x < WIDTH; x++) {
        const i = y * WIDTH + x
        if (x >= WIDTH / 2) expect(picture.luma[i]).toBe(before[i])
        else if (x > 0) roughest = Math.max(roughest, Math.abs((picture.luma[i] ?? 0) - (picture.luma[i - 1] ?? 0)))
      }
    }
    expect(roughest).toBeLessThan(4)
  })

  it('leaves a picture as it is when all of it is masked', () => {
    const picture = drawFrame(seeded(3))
    const before = picture.luma.slice()
    fillMasked(picture, new Uint8Array(144).fill(1))
    expect(picture.luma).toEqual(before)
  })
})
