import { describe, expect, it } from 'vitest'
import { DEFAULT_CAMERA_SETTINGS } from '../../../../src/model/camera.ts'
import { EMPTY_META } from '../../../../src/model/frame.ts'
import type { Picture } from '../../../../src/model/picture.ts'
import { CameraJudge } from '../../../../src/pipeline/camera-judge.ts'
import { MeasureScratch } from '../../../../src/pipeline/detect/measure-scratch.ts'
import { makePicture } from '../make-picture.ts'
import { drawFrame, HEIGHT, sceneLevel, seeded, stillLevel, WIDTH } from './drawn-scene.ts'

const scratch = new MeasureScratch()
const START_MS = Date.UTC(2026, 0, 5, 8)

/** One camera of five frames a second. */
class JudgedCamera {
  readonly judge = new CameraJudge()
  readonly noise = seeded(21)
  #nowMs = START_MS

  show(seconds: number, draw: () => Picture): { readonly kinds: string[]; readonly learning: boolean[] } {
    const verdicts = Array.from({ length: seconds * 5 }, () => {
      this.#nowMs += 200
      const times = { addedAtMs: this.#nowMs, receivedAtMs: this.#nowMs }
      const frame = {
        stream: 'gate',
        cursor: '',
        jpeg: new Uint8Array(0),
        problem: null,
        meta: EMPTY_META,
        ...times
      }
      return this.judge.see(frame, draw(), false, DEFAULT_CAMERA_SETTINGS, scratch).verdict
    })
    return {
      kinds: verdicts.map(({ faults }) => faults[0]?.kind ?? 'none'),
      learning: verdicts.map(({ learning }) => learning)
    }
  }

  healthy = () => drawFrame(this.noise)
  moved = () => drawFrame(this.noise, (x, y) => sceneLevel(WIDTH - 1 - x, HEIGHT - 1 - y))
}

function learned(): Uint8Array {
  const camera = new JudgedCamera()
  camera.show(24, camera.healthy)
  return camera.judge.scene.checkpoint()!
}

describe('a scene that is restored', () => {
  const checkpoint = learned()

  it('is judged from the first frame on', () => {
    const camera = new JudgedCamera()
    expect(camera.judge.scene.restore(checkpoint)).toBe(true)
    const { kinds, learning } = camera.show(8, camera.healthy)
    expect([new Set(kinds), new Set(learning)]).toEqual([new Set(['none']), new Set([false])])
  })

  it('raises a fault again that was up before, and keeps the healthy look meanwhile', () => {
    const before = new JudgedCamera()
    before.judge.scene.restore(checkpoint)
    before.show(4, before.healthy)
    expect(before.show(10, before.moved).kinds.at(-1)).toBe('moved')
    const after = new JudgedCamera()
    expect(after.judge.scene.restore(before.judge.scene.checkpoint()!)).toBe(true)
    const { kinds } = after.show(20, after.moved)
    expect(kinds.indexOf('moved')).toBeLessThan(15)
    expect(new Set(kinds.slice(15))).toEqual(new Set(['moved']))
    expect(after.show(4, after.healthy).kinds.at(-1)).toBe('none')
  }, 300_000)

  it('late, after frames of another size, goes on without a fault', () => {
    const camera = new JudgedCamera()
    const larger = () =>
      makePicture(WIDTH + 80, HEIGHT + 45, (x, y) => Math.round(stillLevel((x * 4) / 5, (y * 4) / 5)), 2)
    camera.show(2, larger)
    expect(camera.judge.scene.restore(checkpoint)).toBe(true)
    const { kinds, learning } = camera.show(6, camera.healthy)
    expect([new Set(kinds), learning.at(-1)]).toEqual([new Set(['none']), false])
  })
})
