import type { Redis } from 'ioredis'
import { withDeadline } from '../../../lib/deadline.ts'
import type { Log } from '../../../lib/log.ts'
import type { FrameSink, FrameSource, SourceStatus, WatchedStream } from '../frame-source.ts'
import { frameOfEntry } from '../stream-entry.ts'
import type { RedisAddress } from '../../../clients/redis-address.ts'
import { openRedis } from '../../../clients/redis-connection.ts'
import { compareIds, msOfEntryId } from './entry-id.ts'
import { ReadLag } from './read-lag.ts'
import { StreamAudit } from './stream-audit.ts'
import { readReply, type StreamEntries } from './xread-reply.ts'

export const STREAM_KEY_PREFIX = 'frames:'

/** How long one read waits for a frame; a new subscription is read within this time. */
const BLOCK_MS = 500
/** A read that is not answered for so long, a good while past BLOCK_MS, shows nothing: cameras cannot be called silent. */
const OVERDUE_MS = BLOCK_MS + 1000
/** A server that does not answer a read for so long hangs: the connection is thrown away. */
const READ_DEADLINE_MS = 8000
const COMMAND_TIMEOUT_MS = 5000
/** One reply is kept under about this size, so that a backlog of many cameras is taken in bites. */
const REPLY_BYTES = 8 * 1024 * 1024
const FIRST_GUESS_FRAME_BYTES = 256 * 1024
const MOST_ENTRIES_PER_STREAM = 100
const RETRY_MS = 100
/** Under overload, a stream that is read so late goes on with its newest frame. With QUEUE_MAX_AGE_MS it bounds latency. */
const MOST_LAG_MS = 500
const AUDIT_EVERY_MS = 1000

export interface RedisStreamSourceOptions {
  readonly address: RedisAddress
  readonly name: string
  readonly maxFrameBytes: number
  readonly sink: FrameSink
  /** Whether more frames come than can be judged, so that old ones are not worth reading. */
  readonly overloaded: () => boolean
  readonly clock: () => number
  readonly log: Log
}

interface WatchedCursor {
  readonly stream: string
  readonly key: string
  /** Deliver what lies behind it; null until the server could be asked. */
  cursor: string | null
}

/** A read on its way. Boxed, because an async function would wait for a bare promise. */
interface Read {
  readonly answer: Promise<StreamEntries[]>
  /** Entries of one stream that the reply may hold; null when it holds the newest one of each, the others passed over. */
  readonly perStream: number | null
}

/**
 * Reads the frames of many cameras with one blocking XREAD, a cursor for each. The next read is on its way before the
 * reply is worked on. No consumer group: a camera's memory lives in one place, so its frames must all come here.
 */
export class RedisStreamSource implements FrameSource {
  readonly name = 'redis'
  readonly #options: RedisStreamSourceOptions
  readonly #reader: Redis
  readonly #control: Redis
  readonly #audit: StreamAudit
  readonly #lag: ReadLag
  readonly #watched = new Map<string, WatchedCursor>()
  #frameBytes = FIRST_GUESS_FRAME_BYTES
  /** Where the next bite begins when there are too many streams for one reply. */
  #biteStart = 0
  #biteEmpty = 0
  #closing = false
  #loop: Promise<void> = Promise.resolve()
  #auditTimer: NodeJS.Timeout | undefined
  #auditing = false
  #status: SourceStatus
  #wake: (() => void) | null = null
  #fixing: Promise<void> | null = null
  /** Streams whose key is no stream, as far as that was told. */
  readonly #unreadable = new Set<string>()

  constructor(options: RedisStreamSourceOptions) {
    this.#options = options
    this.#reader = openRedis(options.address, `${options.name}-reader`, null)
    this.#control = openRedis(options.address, `${options.name}-control`, COMMAND_TIMEOUT_MS)
    this.#audit = new StreamAudit({ redis: this.#control, sink: options.sink, log: options.log })
    this.#lag = new ReadLag(options.clock)
    this.#status = { connected: false, sinceMs: options.clock(), detail: 'Not connected yet' }
  }

  async start(): Promise<void> {
    // Neither promise may end the start: ioredis goes on trying by itself.
    await Promise.all([this.#reader.connect().catch(() => {}), this.#control.connect().catch(() => {})])
    this.#loop = this.#run()
    this.#auditTimer = setInterval(() => void this.#auditOnce(), AUDIT_EVERY_MS)
  }

  async watch(streams: readonly WatchedStream[]): Promise<void> {
    const names = new Set(streams.map(watched => watched.stream))
    for (const stream of this.#watched.keys()) {
      if (!names.has(stream)) {
        this.#watched.delete(stream)
        this.#audit.forget(stream)
      }
    }
    for (const { stream, cursor } of streams) {
      if (this.#watched.has(stream)) continue
      this.#watched.set(stream, { stream, key: STREAM_KEY_PREFIX + stream, cursor })
    }
    await this.#fixCursors()
    this.#wake?.()
  }

  status(): SourceStatus {
    return this.#status
  }

  position(stream: string): string | null {
    return this.#watched.get(stream)?.cursor ?? null
  }

  async close(): Promise<void> {
    this.#closing = true
    clearInterval(this.#auditTimer)
    this.#wake?.()
    // Ends a blocking read at once.
    this.#reader.disconnect()
    this.#control.disconnect()
    await this.#loop
  }

  /** Asks the server where each new stream ends; one question at a time, since each begins an account. */
  async #fixCursors(): Promise<void> {
    while (this.#fixing !== null) await this.#fixing
    const open = [...this.#watched.values()].filter(
      ({ cursor, stream }) => cursor === null || !this.#audit.knows(stream)
    )
    if (open.length === 0 || this.#control.status !== 'ready') return
    this.#fixing = this.#fix(open)
    await this.#fixing
    this.#fixing = null
  }

  async #fix(open: readonly WatchedCursor[]): Promise<void> {
    try {
      const ends = await this.#audit.begin(open)
      for (const watched of open) {
        const end = ends.get(watched.stream)
        if (end === undefined) this.#tellUnreadable(watched)
        else {
          watched.cursor ??= end
          this.#unreadable.delete(watched.stream)
        }
      }
    } catch (cause) {
      this.#options.log.warn({ err: cause }, 'Cannot ask Redis where the streams end, trying again')
    }
  }

  /** A key that holds something else than a stream: its camera is silent, the others must not notice. */
  #tellUnreadable(watched: WatchedCursor): void {
    watched.cursor = null
    if (this.#unreadable.has(watched.stream)) return
    this.#unreadable.add(watched.stream)
    this.#options.log.error(
      { stream: watched.stream },
      `Redis key ${watched.key} is no stream, its camera has no frames`
    )
  }

  /** One key of another type makes the server refuse the whole read: find it, and read the others. */
  async #setUnreadableAside(): Promise<void> {
    const streams = [...this.#watched.values()]
    const ends = await this.#audit.begin(streams)
    for (const watched of streams) {
      if (ends.has(watched.stream)) continue
      this.#audit.forget(watched.stream)
      this.#tellUnreadable(watched)
    }
  }

  async #run(): Promise<void> {
    let read: Read | null = null
    while (!this.#closing) {
      try {
        read ??= await this.#nextRead()
        if (read === null) continue
        const { answer, perStream }: Read = read
        read = null
        const streams = this.#news(await answer)
        this.#setStatus(true, 'Reading frames')
        this.#advance(streams, perStream === null)
        // The next read travels while this reply is worked on.
        read = this.#closing ? null : (this.#issueCatchUp(streams, perStream) ?? this.#issueRead())
        this.#deliver(streams)
      } catch (cause) {
        read = null
        await this.#failed(cause)
      }
    }
  }

  /** Waits until there is something to read and a connection to read from. */
  async #nextRead(): Promise<Read | null> {
    if (this.#reader.status !== 'ready' || this.#control.status !== 'ready') {
      throw new Error(`Redis at ${this.#options.address.host}:${this.#options.address.port} is not connected`)
    }
    await this.#fixCursors()
    const read = this.#issueRead()
    if (read !== null) return read
    this.#setStatus(true, 'Connected, no stream to read')
    await this.#sleep(BLOCK_MS)
    return null
  }

  #issueRead(): Read | null {
    const readable = [...this.#watched.values()].filter(watched => watched.cursor !== null)
    if (readable.length === 0) return null
    const bite = this.#bite(readable)
    const count = Math.floor(REPLY_BYTES / (bite.length * this.#frameBytes))
    const perStream = Math.max(1, Math.min(MOST_ENTRIES_PER_STREAM, count))
    // Blocking on a part of the streams would keep the others waiting: block only when nothing was left anywhere.
    const block = bite.length === readable.length ? ['BLOCK', BLOCK_MS] : []
    const read = this.#reader.callBuffer(
      'XREAD',
      'COUNT',
      perStream,
      ...block,
      'STREAMS',
      ...bite.map(watched => watched.key),
      ...bite.map(watched => watched.cursor ?? '0-0')
    )
    return { answer: this.#guarded(read.then(readReply)), perStream }
  }

  /** Reads the newest frame of each stream that is far behind under overload; null when there is none. */
  #issueCatchUp(streams: readonly StreamEntries[], perStream: number | null): Read | null {
    if (perStream === null || !this.#options.overloaded()) return null
    const most = Math.max(1, Math.floor(REPLY_BYTES / this.#frameBytes))
    const keys = streams.filter(read => this.#isFarBehind(read, perStream)).map(({ key }) => key)
    if (keys.length === 0) return null
    const newest = keys.slice(0, most).map(async key => {
      const entries = await this.#reader.callBuffer('XREVRANGE', key, '+', '-', 'COUNT', 1)
      return readReply([[Buffer.from(key), entries]])
    })
    return { answer: this.#guarded(Promise.all(newest).then(replies => replies.flat())), perStream: null }
  }

  /** More waits than this reply could hold, and what it holds is old. What is passed over must be countable. */
  #isFarBehind({ key, entries }: StreamEntries, perStream: number): boolean {
    const last = entries.at(-1)
    if (last === undefined || entries.length < perStream || this.#lag.ofEntry(last.id) < MOST_LAG_MS) return false
    return this.#audit.counts(key.slice(STREAM_KEY_PREFIX.length))
  }

  #guarded(read: Promise<StreamEntries[]>): Promise<StreamEntries[]> {
    const answer = withDeadline(read, READ_DEADLINE_MS, 'Reading from Redis', () => this.#reader.disconnect(true))
    // Rejections are handled where the reply is awaited, which may be later than they happen.
    answer.catch(() => {})
    this.#watchOver(answer)
    return answer
  }

  #watchOver(answer: Promise<unknown>): void {
    let settled = false
    // A thread that was kept from running finds the timer due before it finds the reply: so look once more behind it.
    const timer = setTimeout(() => setImmediate(() => settled || this.#overdue()), OVERDUE_MS)
    const settle = () => {
      settled = true
      clearTimeout(timer)
    }
    answer.then(settle, settle)
  }

  #overdue(): void {
    if (this.#closing || !this.#status.connected) return
    this.#options.log.warn({}, 'Redis does not answer, waiting until it does')
    this.#setStatus(false, `Redis has not answered a read for ${OVERDUE_MS} ms`)
  }

  /** The streams of the next read: all of them, or after a backlog as many as give a bounded reply. */
  #bite(readable: readonly WatchedCursor[]): readonly WatchedCursor[] {
    const most = Math.max(1, Math.floor(REPLY_BYTES / this.#frameBytes))
    if (readable.length <= most || this.#biteEmpty >= Math.ceil(readable.length / most)) return readable
    const start = this.#biteStart % readable.length
    this.#biteStart = start + most
    return readable.slice(start, start + most)
  }

  /** Leaves out what was read already: a newest frame may be one that the read before it had brought. */
  #news(streams: readonly StreamEntries[]): StreamEntries[] {
    return streams.filter(({ key, entries }) => {
      const cursor = this.#watched.get(key.slice(STREAM_KEY_PREFIX.length))?.cursor
      const first = entries[0]
      return first !== undefined && cursor !== undefined && cursor !== null && compareIds(first.id, cursor) > 0
    })
  }

  /** Moves the cursors behind what was read. */
  #advance(streams: readonly StreamEntries[], isCatchUp: boolean): void {
    if (!isCatchUp) this.#biteEmpty = streams.length === 0 ? this.#biteEmpty + 1 : 0
    for (const { key, entries } of streams) {
      const watched = this.#watched.get(key.slice(STREAM_KEY_PREFIX.length))
      const last = entries.at(-1)
      if (watched === undefined || last === undefined) continue
      watched.cursor = last.id
      if (isCatchUp) this.#audit.skipped(watched.stream, last.id)
    }
  }

  #deliver(streams: readonly StreamEntries[]): void {
    const receivedAtMs = this.#options.clock()
    for (const { key, entries } of streams) {
      const stream = key.slice(STREAM_KEY_PREFIX.length)
      if (!this.#watched.has(stream)) continue
      this.#audit.received(
        stream,
        entries.map(entry => entry.id)
      )
      for (const entry of entries) {
        const parts = {
          stream,
          cursor: entry.id,
          addedAtMs: msOfEntryId(entry.id),
          receivedAtMs,
          jpeg: entry.jpeg,
          meta: entry.meta
        }
        if (entry.jpeg !== null) this.#frameBytes += (entry.jpeg.length - this.#frameBytes) / 32
        this.#options.sink.push(frameOfEntry(parts, this.#options.maxFrameBytes))
      }
    }
  }

  async #failed(cause: unknown): Promise<void> {
    if (this.#closing) return
    if (cause instanceof Error && cause.message.startsWith('WRONGTYPE')) {
      await this.#setUnreadableAside().catch(() => {})
      return
    }
    const detail = cause instanceof Error ? cause.message : String(cause)
    if (this.#status.connected) {
      this.#options.log.warn({ err: cause }, 'Lost the connection to Redis, trying again until it is back')
    }
    this.#setStatus(false, detail)
    await this.#sleep(RETRY_MS)
  }

  #setStatus(connected: boolean, detail: string): void {
    if (this.#status.connected === connected) {
      if (this.#status.detail !== detail) this.#status = { ...this.#status, detail }
      return
    }
    this.#status = { connected, sinceMs: this.#options.clock(), detail }
    if (connected) this.#options.log.info({}, 'Redis answers, reading frames')
  }

  async #auditOnce(): Promise<void> {
    if (this.#control.status !== 'ready' || !this.#status.connected || this.#auditing) return
    this.#auditing = true
    try {
      await this.#fixCursors()
      await this.#lag.ask(this.#control)
      for (const { stream, restartAt } of await this.#audit.check(name => this.#watched.get(name)?.cursor ?? null)) {
        const watched = this.#watched.get(stream)
        if (watched !== undefined) watched.cursor = restartAt
      }
    } catch (cause) {
      this.#options.log.debug({ err: cause }, 'Cannot compare the streams with what was read')
    } finally {
      this.#auditing = false
    }
  }

  #sleep(ms: number): Promise<void> {
    return new Promise(resolve => {
      const finish = () => {
        clearTimeout(timer)
        this.#wake = null
        resolve()
      }
      const timer = setTimeout(finish, ms)
      this.#wake = finish
    })
  }
}
