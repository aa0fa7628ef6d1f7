import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { silentLog } from '../../../src/lib/log.ts'
import { MetricPusher } from '../../../src/observe/otlp/metric-pusher.ts'
import { CollectorHealth } from '../../../src/observe/spans/collector-health.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function pusherThat(push: () => Promise<void>): MetricPusher {
  const health = new CollectorHealth('metrics', silentLog)
  return new MetricPusher({ push, intervalMs: 1000, timeoutMs: 2500, health })
}

it('metrics are sent again and again, and once more at the end', async () => {
  const push = vi.fn(async () => undefined)
  const pusher = pusherThat(push)
  pusher.start()
  await vi.advanceTimersByTimeAsync(3000)
  expect(push).toHaveBeenCalledTimes(3)
  await pusher.close(100)
  expect(push).toHaveBeenCalledTimes(4)
  expect(pusher.stats()).toEqual({ sent: 4, failed: 0 })
  await vi.advanceTimersByTimeAsync(5000)
  expect(push).toHaveBeenCalledTimes(4)
})

it('a collector that hangs is asked again once the first try is given up, and holds up no end', async () => {
  const push = vi.fn(() => new Promise<void>(() => undefined))
  const pusher = pusherThat(push)
  pusher.start()
  await vi.advanceTimersByTimeAsync(3400)
  expect(push).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(600)
  expect([push.mock.calls.length, pusher.stats()]).toEqual([2, { sent: 0, failed: 1 }])
  const closed = pusher.close(100)
  await vi.advanceTimersByTimeAsync(100)
  await closed
  expect(pusher.stats().failed).toBe(2)
})
