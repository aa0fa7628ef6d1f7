import { describe, expect, it } from 'vitest'
import { CameraSilence } from '../../src/pipeline/camera-silence.ts'

const HOUR_MS = 3_600_000
const LIMITS = { streamGapMs: 2000, firstFrameMs: 10_000, ownGapMs: null }
const START_MS = 100 * HOUR_MS

/** A camera of two frames a second, up to a moment. */
function sendingUntil(endMs: number): CameraSilence {
  const silence = new CameraSilence(START_MS)
  for (let atMs = START_MS; atMs <= endMs; atMs += 500) silence.arrived(atMs)
  return silence
}

describe('camera silence, when the clock is set', () => {
  const endMs = START_MS + 10_000

  it.each([HOUR_MS, -HOUR_MS, 30 * HOUR_MS])('by %d ms: a camera that sends is not silent', stepMs => {
    const silence = sendingUntil(endMs)
    silence.clockSet(stepMs, endMs + 200 + stepMs)
    for (let atMs = endMs + 400; atMs < endMs + 20_000; atMs += 400) {
      expect(silence.notice(atMs + stepMs, START_MS, LIMITS)).toBeNull()
      silence.arrived(atMs + stepMs)
    }
  })

  it.each([HOUR_MS, -HOUR_MS])(
    'by %d ms: a frame that came between the step and its discovery counts as it is',
    stepMs => {
      const silence = sendingUntil(endMs)
      silence.arrived(endMs + 100 + stepMs)
      silence.clockSet(stepMs, endMs + 200 + stepMs)
      expect(silence.notice(endMs + 300 + stepMs, START_MS, LIMITS)).toBeNull()
      expect(silence.notice(endMs + 9000 + stepMs, START_MS, LIMITS)?.kind).toBe('stream-gap')
    }
  )

  it.each([HOUR_MS, -HOUR_MS])('by %d ms: a camera that falls silent then is noticed as soon as ever', stepMs => {
    const silence = sendingUntil(endMs)
    silence.clockSet(stepMs, endMs + 200 + stepMs)
    expect(silence.notice(endMs + 1500 + stepMs, START_MS, LIMITS)).toBeNull()
    const gap = silence.notice(endMs + 5000 + stepMs, START_MS, LIMITS)
    expect(gap).toMatchObject({ kind: 'stream-gap', value: 5000, unit: 'ms' })
  })
})
