import { describe, expect, it } from 'vitest'
import { lookSize } from '../../../../../src/kernels/look-size.ts'
import { createSceneReference } from '../../../../../src/pipeline/detect/scene/learned/scene-reference.ts'
import { type BandFinding, BandPattern } from '../../../../../src/pipeline/detect/scene/patterns/band-pattern.ts'
import { drawFrame, HEIGHT, seeded, stillLevel, WIDTH } from '../drawn-scene.ts'

const size = lookSize(WIDTH, HEIGHT)!
const pattern = new BandPattern()

/** The scene without noise, at the size of the memory. */
function background() {
  const reference = createSceneReference(size)
  for (let i = 0; i < reference.background.length; i++) {
    const [x, y] = [(i % size.width) * size.boxPx, Math.floor(i / size.width) * size.boxPx]
    let sum = 0
    for (let dy = 0; dy < size.boxPx; dy++) for (let dx = 0; dx < size.boxPx; dx++) sum += stillLevel(x + dx, y + dy)
    reference.background[i] = Math.round(sum / size.boxPx ** 2)
  }
  return reference
}

function bandsOf(levelAt: (x: number, y: number) => number): BandFinding {
  const out: BandFinding = { amplitudeLevels: 0, share: 0, periods: 0, isUpright: false }
  pattern.find(drawFrame(seeded(3), levelAt), background(), 1, 0, out)
  return out
}

const wave = (periods: number, share: number) => Math.sin(2 * Math.PI * periods * share)

describe('BandPattern', () => {
  it('tells the amplitude, number and direction of lying bands', () => {
    const found = bandsOf((x, y) => stillLevel(x, y) + 12 * wave(4, y / HEIGHT))
    expect(found).toMatchObject({ periods: 4, isUpright: false })
    expect(found.amplitudeLevels).toBeCloseTo(12, -1)
    expect(found.share).toBeGreaterThan(0.85)
  })

  it('takes an uneven pattern of columns that repeats as one', () => {
    const offsets = [9, -4, 2, -12, 6, -3, 11, -9, 1, -1]
    const found = bandsOf((x, y) => stillLevel(x, y) + offsets[x % 10]!)
    expect(found).toMatchObject({ periods: 32, isUpright: true })
    expect(found.share).toBeGreaterThan(0.75)
  })

  it('finds bands that scale with the light of what they lie on', () => {
    const found = bandsOf((x, y) => stillLevel(x, y) * (1 + 0.2 * wave(5, y / HEIGHT)))
    expect(found).toMatchObject({ periods: 5, isUpright: false })
    expect(found.share).toBeGreaterThan(0.75)
  })

  it.each<[string, (x: number, y: number) => number]>([
    ['the scene itself', stillLevel],
    ['a shadow from above', (x, y) => stillLevel(x, y) * (0.6 + (0.4 * y) / HEIGHT)],
    ['somebody who stands there', (x, y) => (x > 140 && x < 180 && y > 20 ? 30 : stillLevel(x, y))],
    ['bars in one half of the picture', (x, y) => stillLevel(x, y) + (x < WIDTH / 2 ? 30 * wave(6, y / HEIGHT) : 0)]
  ])('gives nothing that stripes would be told for: %s', (_, levelAt) => {
    const { amplitudeLevels, share } = bandsOf(levelAt)
    expect(amplitudeLevels < 4 || share < 0.6).toBe(true)
  })
})
