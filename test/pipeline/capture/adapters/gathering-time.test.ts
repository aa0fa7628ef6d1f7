import { expect, it } from 'vitest'
import { gatheringTimeMs, pollingTimeMs } from '../../../../src/pipeline/capture/adapters/gathering-time.ts'

it.each([
  [1, 0],
  [66, 0],
  [500, 15],
  [2000, 60],
  [100_000, 75]
])('gatheringTimeMs of %d streams is %d ms', (streams, ms) => {
  expect(gatheringTimeMs(streams)).toBeCloseTo(ms, 9)
})

it.each([
  [1, 10],
  [62, 10],
  [100, 16],
  [300, 48],
  [16_384, 75]
])('pollingTimeMs of %d slots is %d ms', (slots, ms) => {
  expect(pollingTimeMs(slots)).toBeCloseTo(ms, 9)
})
