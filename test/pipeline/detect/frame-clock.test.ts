import { describe, expect, it } from 'vitest'
import { EMPTY_META, type EncodedFrame } from '../../../src/model/frame.ts'
import { FrameClock } from '../../../src/pipeline/detect/frame-clock.ts'

const frame = (addedAtMs: number, capturedAtMs: number | null): EncodedFrame => ({
  stream: 'gate',
  cursor: '',
  jpeg: new Uint8Array(0),
  problem: null,
  meta: { ...EMPTY_META, capturedAtMs },
  addedAtMs,
  receivedAtMs: addedAtMs
})
const times = (frames: readonly (readonly [added: number, captured: number | null])[]) => {
  const clock = new FrameClock()
  return frames.map(([added, captured]) => clock.timeOf(frame(added, captured)))
}

describe('FrameClock', () => {
  it('keeps the distances of frames that come in a burst, by the clock of their producer', () => {
    expect(
      times([
        [100_000, 5000],
        [100_900, 5200],
        [100_901, 5400],
        [100_902, 5600]
      ])
    ).toEqual([100_000, 100_200, 100_400, 100_600])
  })

  it('takes when frames were added, where the producer gives no time or one that stands still', () => {
    expect(
      times([
        [1000, null],
        [1200, null],
        [1400, 7],
        [1600, 7],
        [1800, null]
      ])
    ).toEqual([1000, 1200, 1400, 1600, 1800])
  })

  it('does not follow a producer whose clock jumps or runs away', () => {
    expect(
      times([
        [100_000, 0],
        [100_200, 3_600_000],
        [100_400, 3_600_200]
      ])
    ).toEqual([100_000, 100_200, 100_400])
    expect(
      times([
        [100_000, 9000],
        [100_200, 100],
        [100_400, 300]
      ])
    ).toEqual([100_000, 100_200, 100_400])
  })
})
