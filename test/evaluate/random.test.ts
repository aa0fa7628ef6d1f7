import { expect, test } from 'vitest'
import { Random } from '../../src/evaluate/random.ts'

const draw = (random: Random, count: number) => Array.from({ length: count }, () => random.next())

test('random numbers repeat for a seed and differ for another', () => {
  expect(draw(new Random('a'), 20)).toEqual(draw(new Random('a'), 20))
  expect(draw(new Random('a'), 20)).not.toEqual(draw(new Random('b'), 20))
})

test('random numbers of a fork do not depend on what was drawn before', () => {
  const used = new Random('a')
  draw(used, 100)
  expect(draw(used.fork('part'), 5)).toEqual(draw(new Random('a').fork('part'), 5))
  expect(draw(used.fork('part'), 5)).not.toEqual(draw(used.fork('other part'), 5))
})

test('random numbers are even between 0 and 1', () => {
  const numbers = draw(new Random('even'), 20_000)
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0)
  expect(Math.max(...numbers)).toBeLessThan(1)
  const counts = Array.from({ length: 10 }, (_, i) => numbers.filter(n => Math.floor(n * 10) === i).length)
  for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(200)
})

test('random whole numbers reach both ends', () => {
  const random = new Random('whole')
  expect(new Set(Array.from({ length: 200 }, () => random.whole(3, 6)))).toEqual(new Set([3, 4, 5, 6]))
})

test('random normal numbers have mean 0 and deviation 1', () => {
  const random = new Random('normal')
  const numbers = Array.from({ length: 20_000 }, () => random.normal())
  const mean = numbers.reduce((sum, n) => sum + n, 0) / numbers.length
  const variance = numbers.reduce((sum, n) => sum + (n - mean) ** 2, 0) / numbers.length
  expect(Math.abs(mean)).toBeLessThan(0.03)
  expect(Math.abs(variance - 1)).toBeLessThan(0.04)
})

test('random shuffling keeps every item, and picking from nothing is refused', () => {
  const random = new Random('shuffle')
  expect(random.shuffled([1, 2, 3, 4, 5, 6, 7, 8]).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  expect(random.shuffled([1, 2, 3, 4, 5, 6, 7, 8])).not.toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  expect(() => random.pick([])).toThrow(RangeError)
})
