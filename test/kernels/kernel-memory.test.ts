import { describe, expect, it } from 'vitest'
import { KernelMemory } from '../../src/kernels/kernel-memory.ts'
import { makePlane } from './planes.ts'

const read = (memory: KernelMemory, name: 'picture' | 'previous') => {
  const { address, width, height } = memory.plane(name)
  return memory.bytes.slice(address, address + width * height)
}

describe('KernelMemory', () => {
  it('keeps the other planes when one makes it grow', () => {
    const memory = new KernelMemory()
    const small = makePlane(30, 20, (x, y) => x * y)
    const large = makePlane(90, 70, (x, y) => x + y)
    memory.put('previous', small, 30, 20)
    memory.put('picture', large, 90, 70)
    expect(read(memory, 'previous')).toEqual(small)
    expect(read(memory, 'picture')).toEqual(large)
  })

  it('takes the first values of a longer plane, and leaves its input alone', () => {
    const memory = new KernelMemory()
    const plane = makePlane(10, 10, x => x)
    const copy = plane.slice()
    memory.put('picture', plane, 5, 3)
    expect(read(memory, 'picture')).toEqual(plane.slice(0, 15))
    expect(plane).toEqual(copy)
  })

  it('does not grow for planes that fit', () => {
    const memory = new KernelMemory()
    memory.put('picture', new Uint8Array(480 * 270), 480, 270)
    const { buffer } = memory.bytes
    memory.put('picture', new Uint8Array(320 * 180), 320, 180)
    memory.put('previous', new Uint8Array(480 * 270), 480, 270)
    expect(memory.bytes.buffer).toBe(buffer)
  })

  it('shares nothing with another one', () => {
    const [one, other] = [new KernelMemory(), new KernelMemory()]
    one.put('picture', Uint8Array.of(1), 1, 1)
    other.put('picture', Uint8Array.of(2), 1, 1)
    expect(Array.from(read(one, 'picture'))).toEqual([1])
  })

  it('refuses planes that do not fit their shape, and shapes past all cameras', () => {
    const memory = new KernelMemory()
    expect(() => memory.put('picture', new Uint8Array(5), 3, 2)).toThrow('expected 3 x 2 values, received 5')
    expect(() => memory.put('picture', new Uint8Array(5), 0, 2)).toThrow(RangeError)
    expect(() => memory.put('picture', new Uint8Array(5), 1.5, 2)).toThrow(RangeError)
    expect(() => memory.put('picture', new Uint8Array(65_536), 65_536, 1)).toThrow('at most')
    expect(() => memory.plane('picture')).toThrow(RangeError)
  })
})
