import { expect, it } from 'vitest'
import { gatheringTimeMs } from '../../../../src/pipeline/capture/adapters/gathering-time.ts'

it.each([
  [1, 0],
  [66, 0],
  [500, 15],
  [2000, 60],
  [100_000, 75]
])('gatheringTimeMs of %d streams is %d ms', (streams, ms) => {
  expect(gatheringTimeMs(streams)).toBeCloseTo(ms, 9)
})
