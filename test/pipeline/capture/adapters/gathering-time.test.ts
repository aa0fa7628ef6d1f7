import { expect, it } from 'vitest'
import { gatheringTimeMs } from '../../../../src/pipeline/capture/adapters/gathering-time.ts'

it.each([
  [1, 0],
  [49, 0],
  [500, 10],
  [2000, 40],
  [100_000, 50]
])('gatheringTimeMs of %d streams is %d ms', (streams, ms) => {
  expect(gatheringTimeMs(streams)).toBeCloseTo(ms, 9)
})
