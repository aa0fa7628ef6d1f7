import { expect, it } from 'vitest'
import type { CameraFigures } from '../../src/push/camera-figures.ts'
import { figuresLine, figuresTable } from '../../src/push/figures-text.ts'
import { RateMeter } from '../../src/push/rate-meter.ts'

const GATE: CameraFigures = {
  stream: 'gate',
  source: 'rtsp://***@c/1',
  state: 'running',
  frames: 12,
  delivered: 10,
  deliveredBytes: 2_500_000,
  fps: 1.96,
  dropped: { queue: 1, tooLarge: 0, notJpeg: 1, refused: 0 },
  reconnects: 2,
  retries: 0,
  lastError: null,
  lastFrameAt: null
}
const YARD: CameraFigures = {
  ...GATE,
  stream: 'yard\u001b[31m',
  state: 'waiting',
  lastError: { at: '', text: 'It failed' }
}

it('figures of all cameras are one line, and of each one a line of a table', () => {
  expect(figuresLine([GATE, YARD])).toBe(
    '1/2 cameras | 3.9 frames/s | 20 delivered | 5.0 MB | 4 dropped | 4 reconnects | away: yard\\u001b[31m'
  )
  expect(figuresTable([GATE, YARD]).split('\n')).toEqual([
    'stream          state    frames/s  delivered  MB   dropped  reconnects  last error',
    'gate            running  1.96      10         2.5  2        2',
    'yard\\u001b[31m  waiting  1.96      10         2.5  2        2           It failed'
  ])
})

it('RateMeter knows the rate of the last seconds alone, and begins anew with a clock that was set', () => {
  const meter = new RateMeter()
  expect(meter.rate(0)).toBe(0)
  for (let i = 0; i <= 100; i++) meter.count(i * 200)
  expect(meter.rate(20_000)).toBeCloseTo(5, 0)
  expect(meter.rate(40_000)).toBe(0)
  meter.count(1000)
  expect(meter.rate(1000)).toBeGreaterThan(0)
})
