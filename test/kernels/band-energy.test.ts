import { describe, expect, it } from 'vitest'
import { bandEnergy, createBandEnergy, halvePicture } from '../../src/kernels/band-energy.ts'
import { KernelMemory } from '../../src/kernels/kernel-memory.ts'
import { everyShape, largePlanes, makePlane, type TestPlane } from './planes.ts'
import { plainBandEnergy, plainHalf } from './reference/plain-band-energy.ts'

const memory = new KernelMemory()

function energyOf({ plane, width, height }: TestPlane) {
  const out = createBandEnergy()
  memory.put('picture', plane, width, height)
  bandEnergy(memory, out)
  return out
}

describe('halvePicture', () => {
  it('agrees with the plain version on every shape from 2 x 2 to 40 x 40', () => {
    for (const { name, plane, width, height } of everyShape(2, 40)) {
      memory.put('picture', plane, width, height)
      halvePicture(memory)
      const half = memory.plane('half')
      expect([half.width, half.height]).toEqual([width >> 1, height >> 1])
      const levels = memory.bytes.subarray(half.address, half.address + half.width * half.height)
      if (Buffer.compare(levels, plainHalf(plane, width, height)) !== 0) expect.fail(name)
    }
  })
})

describe('bandEnergy', () => {
  it('agrees with the plain version on every shape from 32 x 32 to 48 x 48', () => {
    for (const picture of everyShape(32, 48)) {
      const [energy, expected] = [energyOf(picture), plainBandEnergy(picture.plane, picture.width, picture.height)]
      if (JSON.stringify(energy) !== JSON.stringify(expected)) expect(energy, picture.name).toEqual(expected)
    }
  })

  it.each(largePlanes().filter(({ width, height }) => width >= 32 && height >= 18))(
    'agrees with the plain version on $name',
    picture => {
      expect(energyOf(picture)).toEqual(plainBandEnergy(picture.plane, picture.width, picture.height))
    }
  )

  it('stays exact where a band is thousands of rows of the strongest responses', () => {
    const plane = makePlane(33, 30_000, (x, y) => ((x + y) % 2) * 255)
    expect(energyOf({ name: '', plane, width: 33, height: 30_000 })).toEqual(plainBandEnergy(plane, 33, 30_000))
  })

  it('falls with blur, and not with contrast', () => {
    const wave = (contrast: number, px: number) =>
      makePlane(160, 90, (x, y) => 128 + contrast * (Math.sin(x / px) + Math.cos(y / px)))
    const ratio = (contrast: number, px: number) =>
      energyOf({ name: '', plane: wave(contrast, px), width: 160, height: 90 }).wholeRatio
    expect(ratio(60, 3)).toBeLessThan(0.6 * ratio(60, 1))
    expect(Math.abs(ratio(30, 1) / ratio(60, 1) - 1)).toBeLessThan(0.05)
  })

  it('has no ratio where nothing is to be seen, and refuses small pictures', () => {
    const flat = energyOf({ name: '', plane: new Uint8Array(40 * 40).fill(9), width: 40, height: 40 })
    expect(flat.wholeRatio).toBeNaN()
    expect(flat.ratio.every(Number.isNaN)).toBe(true)
    expect(() => energyOf({ name: '', plane: new Uint8Array(40 * 17), width: 40, height: 17 })).toThrow(RangeError)
    expect(() => energyOf({ name: '', plane: new Uint8Array(31 * 40), width: 31, height: 40 })).toThrow(RangeError)
  })
})
