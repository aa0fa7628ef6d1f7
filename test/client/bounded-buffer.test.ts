import { expect, test } from 'vitest'
import { BoundedBuffer } from '../../src/client/bounded-buffer.ts'

test('bounded buffer gives back in order what was put in', () => {
  const buffer = new BoundedBuffer<number>(3)
  expect([buffer.push(1), buffer.push(2), buffer.length]).toEqual([0, 0, 2])
  expect([buffer.take(), buffer.take(), buffer.take(), buffer.length]).toEqual([1, 2, undefined, 0])
})

test('bounded buffer drops the oldest of too many and says so', () => {
  const buffer = new BoundedBuffer<number>(3)
  const dropped = [1, 2, 3, 4, 5, 6, 7, 8].map(item => buffer.push(item))
  expect(dropped).toEqual([0, 0, 0, 1, 1, 1, 1, 1])
  expect([buffer.take(), buffer.take(), buffer.take(), buffer.take()]).toEqual([6, 7, 8, undefined])
})

test('bounded buffer equals a plain list over many steps, also of one item', () => {
  for (const most of [1, 2, 7]) {
    const buffer = new BoundedBuffer<number>(most)
    const plain: number[] = []
    for (let i = 0; i < 200; i++) {
      if (i % 5 < 3) {
        plain.push(i)
        expect(buffer.push(i)).toBe(plain.length > most ? 1 : 0)
        if (plain.length > most) plain.shift()
      } else expect(buffer.take()).toBe(plain.shift())
      expect(buffer.length).toBe(plain.length)
    }
  }
})
