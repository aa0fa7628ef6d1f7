import { describe, expect, test } from 'vitest'
import { type HubOptions, type OutgoingResult, ResultHub } from '../../../src/pipeline/publish/hub.ts'
import { FakeSubscriber } from './fake-subscriber.ts'

const STREAM = 'gate-1'

function setUp(options: Partial<HubOptions> = {}) {
  let nowMs = 1000
  const tasks: (() => void)[] = []
  const hub = new ResultHub({
    sendMode: 'all',
    queueMessages: 100,
    stallMs: 30_000,
    clock: () => nowMs,
    defer: task => tasks.push(task),
    ...options
  })
  hub.setStreams(1, [STREAM])
  return {
    hub,
    flush: () => {
      for (const task of tasks.splice(0)) task()
    },
    pass: (ms: number) => {
      nowMs += ms
    },
    deferred: () => tasks.length
  }
}

function result(n: number, more: Partial<OutgoingResult> & { padding?: number } = {}): OutgoingResult {
  const text = JSON.stringify({ epoch: 1, data: { n, padding: 'x'.repeat(more.padding ?? 0) } })
  return { stream: STREAM, abnormal: false, text, ...more }
}

function numbers(subscriber: FakeSubscriber): number[] {
  return subscriber.texts().map(text => JSON.parse(text).data.n)
}

describe('result hub', () => {
  test('gives every subscriber the same buffer, in order, in one batch', () => {
    const { hub, flush, deferred } = setUp()
    const [one, two] = [new FakeSubscriber(), new FakeSubscriber()]
    hub.attach(one)
    hub.attach(two)
    for (let n = 0; n < 3; n++) hub.publish(result(n))
    expect(deferred()).toBe(1)
    expect(one.received).toEqual([])
    flush()
    expect(one.texts()).toEqual([0, 1, 2].map(n => result(n).text))
    for (let n = 0; n < 3; n++) expect(one.received[n]).toBe(two.received[n])
    expect(hub.stats()).toMatchObject({ clients: 2, sent: 6, dropped: 0, queued: 0, queuedBytes: 0 })
  })

  test('gives a subscriber results from its coming until its going', () => {
    const { hub, flush } = setUp()
    const first = new FakeSubscriber()
    hub.attach(first)
    hub.publish(result(0))
    const late = new FakeSubscriber()
    const detach = hub.attach(late)
    hub.publish(result(1))
    flush()
    detach()
    hub.publish(result(2))
    flush()
    expect(numbers(first)).toEqual([0, 1, 2])
    expect(numbers(late)).toEqual([1])
    expect(hub.stats().clients).toBe(1)
  })

  test('leaves out streams that are not subscribed, also those that wait already', () => {
    const { hub, flush } = setUp()
    const subscriber = new FakeSubscriber()
    hub.attach(subscriber)
    hub.setStreams(2, ['a', 'b'])
    hub.publish(result(0, { stream: 'a' }))
    hub.publish(result(1, { stream: 'b' }))
    hub.publish(result(2, { stream: 'c' }))
    hub.setStreams(3, ['b', 'c'])
    hub.publish(result(3, { stream: 'a' }))
    hub.publish(result(4, { stream: 'c' }))
    flush()
    expect(numbers(subscriber)).toEqual([1, 4])
    expect(hub.stats().dropped).toBe(0)
  })

  test('ignores a set of streams that comes late', () => {
    const { hub, flush } = setUp()
    const subscriber = new FakeSubscriber()
    hub.attach(subscriber)
    hub.setStreams(5, ['new'])
    hub.setStreams(4, ['old'])
    hub.publish(result(0, { stream: 'new' }))
    hub.publish(result(1, { stream: 'old' }))
    flush()
    expect(numbers(subscriber)).toEqual([0])
  })

  test('sends abnormal results alone when told so', () => {
    const { hub, flush } = setUp({ sendMode: 'abnormal' })
    const subscriber = new FakeSubscriber()
    hub.attach(subscriber)
    hub.publish(result(0))
    hub.publish(result(1, { abnormal: true }))
    flush()
    expect(numbers(subscriber)).toEqual([1])
  })

  test('a slow subscriber loses its oldest results, is told how many, and costs others nothing', () => {
    const { hub, flush } = setUp({ queueMessages: 10 })
    const [slow, fast] = [new FakeSubscriber(), new FakeSubscriber()]
    hub.attach(slow)
    hub.attach(fast)
    for (let n = 0; n < 50; n++) {
      hub.publish(result(n, { padding: 20_000 }))
      flush()
      fast.takeAll()
    }
    expect(numbers(fast)).toEqual(Array.from({ length: 50 }, (_, n) => n))
    // One message is over the high-water mark, so one was handed over; the log holds the last ten.
    expect(numbers(slow)).toEqual([0])
    expect(hub.stats()).toMatchObject({ dropped: 39, queued: 10 })
    slow.takeAll()
    expect(numbers(slow)).toEqual([0, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49])
    const told = slow.texts().map(text => JSON.parse(text).dropped)
    expect(told).toEqual([undefined, 39, ...new Array(9).fill(undefined)])
    expect(JSON.parse(slow.texts()[1]!)).toEqual({ dropped: 39, ...JSON.parse(result(40, { padding: 20_000 }).text) })
    expect(fast.texts().some(text => text.includes('dropped'))).toBe(false)
  })

  test('what waits is bounded in bytes as well', () => {
    const { hub, flush } = setUp({ queueMessages: 1000, queueBytes: 100_000 })
    const slow = new FakeSubscriber()
    hub.attach(slow)
    for (let n = 0; n < 50; n++) {
      hub.publish(result(n, { padding: 20_000 }))
      flush()
    }
    expect(hub.stats().queuedBytes).toBeLessThanOrEqual(100_000)
    expect(hub.stats().queued).toBe(4)
    expect(hub.stats().dropped).toBe(45)
  })

  test('hands over no more than the high-water mark before something is taken', () => {
    const { hub, flush } = setUp()
    const slow = new FakeSubscriber()
    hub.attach(slow)
    for (let n = 0; n < 50; n++) hub.publish(result(n, { padding: 1000 }))
    flush()
    expect(slow.pendingBytes()).toBeGreaterThan(16_000)
    expect(slow.pendingBytes()).toBeLessThan(18_000)
    slow.takeAll()
    expect(slow.received).toHaveLength(50)
  })

  test('disconnects a subscriber that takes nothing for the stall limit', () => {
    const { hub, flush, pass } = setUp()
    const [stalled, moving] = [new FakeSubscriber(), new FakeSubscriber()]
    hub.attach(stalled)
    hub.attach(moving)
    for (let n = 0; n < 20; n++) hub.publish(result(n, { padding: 20_000 }))
    flush()
    pass(29_999)
    hub.dismissStalled()
    expect(stalled.closedWith).toBeNull()
    moving.take()
    pass(1)
    hub.dismissStalled()
    expect(stalled.closedWith).toBe(1013)
    expect(moving.closedWith).toBeNull()
    expect(hub.stats()).toMatchObject({ clients: 1, disconnected: 1 })
    stalled.take()
    expect(stalled.received).toHaveLength(1)
  })

  test('keeps a subscriber that has had nothing to take for long', () => {
    const { hub, flush, pass } = setUp()
    const idle = new FakeSubscriber()
    hub.attach(idle)
    pass(3_600_000)
    hub.dismissStalled()
    hub.publish(result(0))
    flush()
    hub.dismissStalled()
    expect(idle.closedWith).toBeNull()
    expect(numbers(idle)).toEqual([0])
  })

  test('close sends what waits, says 1001 and waits until the subscribers are gone', async () => {
    const { hub } = setUp()
    const subscriber = new FakeSubscriber()
    const detach = hub.attach(subscriber)
    for (let n = 0; n < 40; n++) hub.publish(result(n, { padding: 1000 }))
    const closed = hub.close(60_000)
    expect(subscriber.closedWith).toBeNull()
    subscriber.takeAll()
    await Promise.resolve()
    await new Promise(setImmediate)
    expect(numbers(subscriber)).toHaveLength(40)
    expect(subscriber.closedWith).toBe(1001)
    detach()
    await closed
    expect(subscriber.terminated).toBe(false)
    const late = new FakeSubscriber()
    hub.attach(late)
    expect(late.closedWith).toBe(1001)
  })

  test('close cuts off a subscriber that does not go', async () => {
    const { hub } = setUp()
    const subscriber = new FakeSubscriber()
    hub.attach(subscriber)
    hub.publish(result(0))
    await hub.close(20)
    expect(subscriber.closedWith).toBe(1001)
    expect(subscriber.terminated).toBe(true)
    expect(hub.stats().clients).toBe(0)
  })
})
