import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FrameDelivery } from '../../src/push/delivery.ts'
import type { Delivery, FrameSink, OutgoingFrame } from '../../src/push/frame-sink.ts'

const frame = (number: number): OutgoingFrame => ({ stream: 'gate', jpeg: Buffer.from([number]), capturedAtMs: number })

/** A receiver that answers what the test says. */
class ScriptedSink implements FrameSink {
  readonly taken: number[] = []
  readonly askedAtMs: number[] = []
  answer: (number: number) => Delivery | Promise<Delivery> = () => ({ ok: true })

  async send({ capturedAtMs }: OutgoingFrame): Promise<Delivery> {
    this.askedAtMs.push(Date.now())
    const answer = await this.answer(capturedAtMs)
    if (answer.ok) this.taken.push(capturedAtMs)
    return answer
  }

  async close(): Promise<void> {}
}

function deliver(sink: FrameSink, queueFrames = 2) {
  const told = { delivered: 0, dropped: 0, refused: 0, retried: 0 }
  const delivery = new FrameDelivery({
    sink,
    queueFrames,
    random: () => 1,
    listener: {
      delivered: () => told.delivered++,
      dropped: count => {
        told.dropped += count
      },
      refused: () => told.refused++,
      retried: () => told.retried++
    }
  })
  return { delivery, told }
}

beforeEach(() => {
  vi.useFakeTimers({ now: 0 })
})
afterEach(() => {
  vi.useRealTimers()
})

describe('FrameDelivery', () => {
  it('delivers in order, one at a time, and drops the oldest when the receiver is slow', async () => {
    const sink = new ScriptedSink()
    sink.answer = () => new Promise(resolve => setTimeout(() => resolve({ ok: true }), 100))
    const { delivery, told } = deliver(sink)
    for (let i = 1; i <= 6; i++) delivery.offer(frame(i))
    await vi.runAllTimersAsync()
    // The first is on its way already when the others come; of these the newest two stay.
    expect(sink.taken).toEqual([1, 5, 6])
    expect(told).toEqual({ delivered: 3, dropped: 3, refused: 0, retried: 0 })
  })

  it('tries again after growing pauses while the receiver is away, and the newest frames win', async () => {
    const sink = new ScriptedSink()
    sink.answer = () => ({ ok: false, next: 'again', reason: 'away' })
    const { delivery, told } = deliver(sink)
    for (let i = 1; i <= 100; i++) {
      delivery.offer(frame(i))
      await vi.advanceTimersByTimeAsync(200)
    }
    const pauses = sink.askedAtMs.slice(1).map((at, i) => at - (sink.askedAtMs[i] ?? 0))
    expect(pauses.slice(0, 5).map(Math.round)).toEqual([250, 500, 1000, 2000, 4000])
    expect(Math.max(...pauses)).toBeLessThanOrEqual(5000)
    sink.answer = () => ({ ok: true })
    await vi.advanceTimersByTimeAsync(5000)
    expect(sink.taken).toEqual([99, 100])
    expect(told.delivered + told.dropped).toBe(100)
    await delivery.whenIdle()
  })

  it('does not send a refused frame again, and waits as long as it is asked to', async () => {
    const sink = new ScriptedSink()
    sink.answer = number =>
      number === 1
        ? { ok: false, next: 'refused', reason: 'no' }
        : { ok: false, next: 'again', reason: 'busy', pauseMs: 60_000 }
    const { delivery, told } = deliver(sink)
    delivery.offer(frame(1))
    delivery.offer(frame(2))
    await vi.advanceTimersByTimeAsync(59_000)
    expect(told).toMatchObject({ refused: 1, retried: 1 })
    expect(sink.askedAtMs).toHaveLength(2)
    sink.answer = () => ({ ok: true })
    await vi.advanceTimersByTimeAsync(1001)
    expect(sink.taken).toEqual([2])
  })

  it('gives up what waits when it is told to, and says how much that was', async () => {
    const sink = new ScriptedSink()
    sink.answer = () => ({ ok: false, next: 'again', reason: 'away' })
    const { delivery } = deliver(sink, 3)
    for (let i = 1; i <= 3; i++) delivery.offer(frame(i))
    await vi.advanceTimersByTimeAsync(1)
    expect(await delivery.abandon()).toBe(3)
  })
})
