import { expect, it } from 'vitest'
import { RecentDeaths } from '../../src/shards/recent-deaths.ts'

it('recent deaths are those of the last minute', () => {
  const deaths = new RecentDeaths()
  for (const atMs of [0, 30_000, 59_000]) deaths.add(atMs)
  expect(deaths.count(59_999)).toBe(3)
  expect(deaths.count(60_000)).toBe(2)
  expect(deaths.count(119_000)).toBe(0)
  for (let i = 0; i < 1000; i++) deaths.add(200_000)
  expect(deaths.count(200_000)).toBe(100)
})
