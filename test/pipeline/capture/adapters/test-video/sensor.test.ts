import { describe, expect, it } from 'vitest'
import { BLACK_LEVEL, WHITE_LEVEL } from '../../../../../src/pipeline/capture/adapters/test-video/render/tone.ts'
import { HEIGHT, WIDTH } from '../../../../../src/pipeline/capture/adapters/test-video/render/view.ts'
import { addSensorNoise } from '../../../../../src/pipeline/capture/adapters/test-video/sensor.ts'

const flat = (level: number): Uint8Array => new Uint8Array(WIDTH * HEIGHT * 3).fill(level)

describe('sensor noise', () => {
  it.each([BLACK_LEVEL, 128, WHITE_LEVEL])('spreads around level %i and never runs over', level => {
    const rgb = flat(level)
    addSensorNoise(rgb, 4, 7)
    let sum = 0
    let squares = 0
    let most = 0
    for (const value of rgb) {
      most = Math.max(most, Math.abs(value - level))
      sum += value - level
      squares += (value - level) ** 2
    }
    expect(most).toBeLessThanOrEqual(16)
    const mean = sum / rgb.length
    expect(Math.abs(mean)).toBeLessThan(0.1)
    expect(Math.sqrt(squares / rgb.length - mean * mean)).toBeCloseTo(4, 0)
  })

  it('is the same for the same moment, and another for the next', () => {
    const [one, again, next] = [flat(100), flat(100), flat(100)]
    addSensorNoise(one, 2, 3)
    addSensorNoise(again, 2, 3)
    addSensorNoise(next, 2, 4)
    expect(Buffer.compare(one, again)).toBe(0)
    expect(Buffer.compare(one, next)).not.toBe(0)
  })

  it('is grey: the three colours of a pixel get the same', () => {
    const rgb = flat(100)
    addSensorNoise(rgb, 3, 1)
    let coloured = 0
    for (let i = 0; i < rgb.length; i += 3) if (rgb[i] !== rgb[i + 1] || rgb[i] !== rgb[i + 2]) coloured++
    expect(coloured).toBe(0)
  })
})
