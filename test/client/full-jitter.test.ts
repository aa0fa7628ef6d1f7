import { expect, test } from 'vitest'
import { fullJitterMs } from '../../src/client/full-jitter.ts'

const backoff = { firstMs: 500, mostMs: 30_000 }

test.each([
  [1, 500],
  [2, 1000],
  [6, 16_000],
  [7, 30_000],
  [2000, 30_000]
])('full jitter waits anything up to a bound after %i failures', (failures, mostMs) => {
  expect([0, 0.5, 1].map(random => fullJitterMs(failures, backoff, random))).toEqual([0, mostMs / 2, mostMs])
})
