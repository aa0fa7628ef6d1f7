import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { CameraCheckError } from '../../src/client/camera-check-error.ts'
import { MessageStream, type StreamParts } from '../../src/client/message-stream.ts'
import type { SocketListener } from '../../src/client/socket.ts'

interface Message {
  readonly id?: string
  readonly n: number
}

/** Connections in the test's hand. */
class Line {
  readonly opened: { lastId: string | null; listener: SocketListener; isEnded: boolean }[] = []
  refusals: CameraCheckError[] = []

  stream(changes: Partial<StreamParts<Message>> = {}): MessageStream<Message> {
    return new MessageStream<Message>({
      connect: async (lastId, listener) => {
        const refusal = this.refusals.shift()
        if (refusal !== undefined) throw refusal
        const connection = { lastId, listener, isEnded: false }
        this.opened.push(connection)
        return () => {
          connection.isEnded = true
        }
      },
      idOf: ({ id = null }) => id,
      droppedOf: ({ n }) => (n < 0 ? -n : 0),
      wants: () => true,
      since: null,
      silenceMs: 10_000,
      openMs: 5000,
      backoff: { firstMs: 1000, mostMs: 8000 },
      bufferSize: 3,
      signal: undefined,
      clock: () => Date.now(),
      random: () => 1,
      ...changes
    })
  }

  get last(): SocketListener {
    return this.opened.at(-1)!.listener
  }
}

let line: Line

beforeEach(() => {
  vi.useFakeTimers()
  line = new Line()
})
afterEach(() => {
  vi.useRealTimers()
})

const soon = () => vi.advanceTimersByTimeAsync(0)
const tell = (n: number, id?: string) => line.last.message(JSON.stringify({ n, ...(id === undefined ? {} : { id }) }))

test('a stream connects when somebody listens, and rests when nobody does', async () => {
  const stream = line.stream()
  await soon()
  expect([stream.state, line.opened.length]).toEqual(['idle', 0])
  const seen: number[] = []
  const stop = stream.onMessage(({ n }) => seen.push(n))
  await soon()
  line.last.open()
  tell(1)
  expect([stream.state, seen]).toEqual(['open', [1]])
  stop()
  await soon()
  expect([stream.state, line.opened[0]!.isEnded]).toEqual(['idle', true])
  stream.onMessage(({ n }) => seen.push(n))
  await soon()
  expect(line.opened.length).toBe(2)
  stream.close()
})

test('a stream comes back behind its last id, later after each failure, soon again after a message', async () => {
  const stream = line.stream({ since: 'a-1' })
  stream.onMessage(() => undefined)
  await soon()
  expect(line.opened[0]!.lastId).toBe('a-1')
  line.last.open()
  tell(1, 'a-2')
  line.last.end('cut')
  await soon()
  expect(stream.state).toBe('waiting')
  await vi.advanceTimersByTimeAsync(1000)
  expect(line.opened.map(({ lastId }) => lastId)).toEqual(['a-1', 'a-2'])
  for (const waitMs of [2000, 4000, 8000, 8000]) {
    line.last.end('cut')
    await vi.advanceTimersByTimeAsync(waitMs - 1)
    const before = line.opened.length
    await vi.advanceTimersByTimeAsync(1)
    expect([waitMs, line.opened.length - before]).toEqual([waitMs, 1])
  }
  line.last.open()
  tell(2, 'a-3')
  line.last.end('cut')
  await vi.advanceTimersByTimeAsync(1000)
  expect([line.opened.at(-1)!.lastId, stream.lastId, stream.figures]).toMatchObject([
    'a-3',
    'a-3',
    { connections: 2, received: 2 }
  ])
  stream.close()
})

test('a stream gives up a connection that does not open, or that falls silent', async () => {
  const stream = line.stream()
  const states: string[] = []
  stream.onState((state, reason) => states.push(`${state} ${reason}`.trim()))
  stream.onMessage(() => undefined)
  await vi.advanceTimersByTimeAsync(5000)
  expect(states).toEqual(['connecting', 'waiting nothing was heard for 5000 ms'])
  expect(line.opened[0]!.isEnded).toBe(true)
  await vi.advanceTimersByTimeAsync(1000)
  line.last.open()
  await vi.advanceTimersByTimeAsync(9000)
  line.last.alive()
  await vi.advanceTimersByTimeAsync(9000)
  expect(stream.state).toBe('open')
  await vi.advanceTimersByTimeAsync(1000)
  expect(states.at(-1)).toBe('waiting nothing was heard for 10000 ms')
  stream.close()
})

test('a stream tries again after a refusal that may pass, not before it was told to, and ends with one that will not', async () => {
  line.refusals = [
    new CameraCheckError('http/too-many-requests', 'Slower', { status: 429, retryAfterMs: 20_000 }),
    new CameraCheckError('http/unauthorized', 'Wrong token', { status: 401 })
  ]
  const stream = line.stream()
  const iterator = stream[Symbol.asyncIterator]()
  const first = iterator.next().catch((error: CameraCheckError) => error.code)
  await vi.advanceTimersByTimeAsync(19_000)
  expect(stream.state).toBe('waiting')
  await vi.advanceTimersByTimeAsync(1000)
  expect([await first, stream.state, stream.error?.code]).toEqual(['http/unauthorized', 'closed', 'http/unauthorized'])
  expect(await iterator.next()).toEqual({ value: undefined, done: true })
  await expect(stream[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'http/unauthorized' })
})

test('iterators have buffers of their own; the oldest of too many are dropped and counted', async () => {
  const stream = line.stream()
  const slow = stream[Symbol.asyncIterator]()
  const quick = stream[Symbol.asyncIterator]()
  await soon()
  line.last.open()
  const taken: number[] = []
  for (let n = 1; n <= 5; n++) {
    const next = quick.next()
    tell(n)
    taken.push((await next).value.n)
  }
  expect([taken, stream.figures.dropped]).toEqual([[1, 2, 3, 4, 5], 2])
  expect([(await slow.next()).value.n, (await slow.next()).value.n]).toEqual([3, 4])
  stream.close()
  expect([(await slow.next()).value.n, (await slow.next()).done, (await quick.next()).done]).toEqual([5, true, true])
})

test('a message that cannot be read is counted and passed over; what the service dropped is added up', async () => {
  const stream = line.stream({ wants: ({ n }) => n !== 7 })
  const seen: number[] = []
  stream.onMessage(({ n }) => seen.push(n))
  await soon()
  line.last.open()
  for (const text of ['{', 'null', '7']) line.last.message(text)
  for (const n of [7, -3, -4, 1]) tell(n)
  expect([seen, stream.figures]).toMatchObject([[-3, -4, 1], { unreadable: 3, received: 4, droppedByService: 7 }])
  stream.close()
})

test('the signal ends a stream, waiting iterators with it; break ends its connection', async () => {
  const controller = new AbortController()
  const stream = line.stream({ signal: controller.signal })
  const waiting = stream[Symbol.asyncIterator]().next()
  await soon()
  controller.abort()
  expect([await waiting, stream.state, stream.error]).toEqual([{ value: undefined, done: true }, 'closed', null])
  expect(line.opened[0]!.isEnded).toBe(true)

  const other = line.stream()
  const loop = (async () => {
    for await (const { n } of other) if (n === 2) break
  })()
  await soon()
  line.last.open()
  tell(1)
  tell(2)
  await loop
  await soon()
  expect([other.state, line.opened.at(-1)!.isEnded]).toEqual(['idle', true])
  const late = line.stream({ signal: AbortSignal.abort() })
  expect([late.state, await late[Symbol.asyncIterator]().next()]).toEqual(['closed', { value: undefined, done: true }])
})
