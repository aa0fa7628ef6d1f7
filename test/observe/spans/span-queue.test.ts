import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { SpanRecord } from '../../../src/lib/tracer.ts'
import { CollectorHealth } from '../../../src/observe/spans/collector-health.ts'
import { SpanOutbox } from '../../../src/observe/spans/span-outbox.ts'
import { SpanQueue } from '../../../src/observe/spans/span-queue.ts'

const spanNamed = (name: string): SpanRecord => ({
  ...{ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), parentSpanId: null, name, kind: 'internal' },
  ...{ startMs: 0, endMs: 1, attributes: {}, error: null }
})

describe('span queue', () => {
  let sent: string[][]
  let answer: () => Promise<void>
  let lines: string[]
  let queue: SpanQueue

  beforeEach(() => {
    vi.useFakeTimers()
    sent = []
    lines = []
    answer = async () => undefined
    const note = (_fields: object, message: string) => void lines.push(message)
    queue = new SpanQueue({
      send: spans => {
        sent.push(spans.map(({ name }) => name))
        return answer()
      },
      ...{ most: 4, batch: 2, delayMs: 1000, timeoutMs: 3000 },
      health: new CollectorHealth('spans', { debug: note, info: note, warn: note, error: note })
    })
    queue.start()
  })
  afterEach(() => {
    vi.useRealTimers()
  })
  const add = (...names: string[]) => queue.addAll({ spans: names.map(spanNamed), dropped: 0 })

  it('sends a batch as soon as it is full, and what is left after a time', async () => {
    add('a', 'b', 'c')
    await vi.advanceTimersByTimeAsync(0)
    expect(sent).toEqual([['a', 'b'], ['c']])
    add('d')
    await vi.advanceTimersByTimeAsync(999)
    expect(sent).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(1)
    expect(sent[2]).toEqual(['d'])
    expect(queue.stats()).toEqual({ sent: 4, dropped: 0, failed: 0, queued: 0 })
    expect(lines).toEqual([])
  })

  it('drops and counts what there is no room for while the collector hangs, and says so once', async () => {
    answer = () => new Promise(() => undefined)
    add('a', 'b', 'c', 'd', 'e', 'f', 'g')
    queue.addAll({ spans: [], dropped: 5 })
    expect(queue.stats()).toEqual({ sent: 0, dropped: 6, failed: 0, queued: 4 })
    await vi.advanceTimersByTimeAsync(3000)
    expect(queue.stats()).toMatchObject({ failed: 2, queued: 4 })
    expect(lines).toEqual([expect.stringContaining('there is room for'), expect.stringContaining('does not take it')])
    answer = async () => undefined
    await vi.advanceTimersByTimeAsync(1000)
    expect(queue.stats()).toMatchObject({ sent: 4, queued: 0 })
    expect(lines).toHaveLength(3)
    expect(lines[2]).toContain('takes it again')
  })

  it('asks a collector that is away no more than once in a time', async () => {
    answer = () => Promise.reject(new Error('connect ECONNREFUSED'))
    add('a', 'b', 'c', 'd')
    await vi.advanceTimersByTimeAsync(0)
    expect(sent).toEqual([['a', 'b']])
    await vi.advanceTimersByTimeAsync(1000)
    expect(sent).toEqual([
      ['a', 'b'],
      ['c', 'd']
    ])
    expect(queue.stats()).toMatchObject({ failed: 4 })
    expect(lines).toHaveLength(1)
  })

  it('sends the rest at its end, and waits no longer than it is told', async () => {
    add('a')
    await queue.close(500)
    expect([sent, queue.stats().sent]).toEqual([[['a']], 1])
    answer = () => new Promise(() => undefined)
    add('b', 'c', 'd')
    const closed = queue.close(500)
    await vi.advanceTimersByTimeAsync(500)
    await closed
    expect(queue.stats()).toMatchObject({ sent: 1, failed: 1, queued: 0 })
  })
})

it('an outbox keeps so many spans of a thread, and counts the others', () => {
  const outbox = new SpanOutbox(2)
  expect(outbox.take()).toBeNull()
  for (const name of ['a', 'b', 'c']) outbox.add(spanNamed(name))
  expect(outbox.take()).toMatchObject({ spans: [{ name: 'a' }, { name: 'b' }], dropped: 1 })
  expect(outbox.take()).toBeNull()
})
