import { describe, expect, it } from 'vitest'
import { lookSize } from '../../../../../src/kernels/look-size.ts'
import { MeasureScratch } from '../../../../../src/pipeline/detect/measure-scratch.ts'
import { createSceneReference } from '../../../../../src/pipeline/detect/scene/learned/scene-reference.ts'
import { type ShiftFinding, WholeShift } from '../../../../../src/pipeline/detect/scene/patterns/whole-shift.ts'
import { HEIGHT, sceneLevel, seeded, WIDTH } from '../drawn-scene.ts'

const size = lookSize(WIDTH, HEIGHT)!
const { kernels } = new MeasureScratch()
const finder = new WholeShift()

function plane(levelAt: (x: number, y: number) => number): Uint8Array {
  return Uint8Array.from({ length: size.width * size.height }, (_, i) =>
    levelAt(i % size.width, Math.floor(i / size.width))
  )
}

const seenFrom = (left: number, top: number) => (x: number, y: number) =>
  sceneLevel((x + left) * size.boxPx, (y + top) * size.boxPx)

function shiftOf(levelAt: (x: number, y: number) => number): ShiftFinding {
  const reference = { ...createSceneReference(size), background: plane(seenFrom(0, 0)) }
  kernels.bytes.set(plane(levelAt), kernels.layout.look)
  const out: ShiftFinding = { acrossRatio: 0, downRatio: 0, confidence: 0 }
  finder.find(kernels, reference, out)
  return out
}

describe('WholeShift', () => {
  it('finds by how much a view has moved', () => {
    const found = shiftOf(seenFrom(10, 6))
    expect(found.acrossRatio).toBeCloseTo(-10 / size.width, 2)
    expect(found.downRatio).toBeCloseTo(-6 / size.height, 2)
    expect(found.confidence).toBeGreaterThan(0.1)
  })

  it('finds none in a picture whose blocks are taken from anywhere', () => {
    const random = seeded(11)
    const moves = Array.from({ length: 400 }, () => [Math.floor(random() * 60 - 30), Math.floor(random() * 40 - 20)])
    const found = shiftOf((x, y) => {
      const [across, down] = moves[(y >> 3) * 20 + (x >> 3)]!
      return seenFrom(across!, down!)(x, y)
    })
    expect(found.confidence).toBeLessThan(0.1)
  })

  it('stays at home where half of the picture is covered', () => {
    const found = shiftOf((x, y) => (x > size.width / 2 ? 90 : seenFrom(0, 0)(x, y)))
    expect(Math.hypot(found.acrossRatio, found.downRatio)).toBeLessThan(0.008)
  })
})
