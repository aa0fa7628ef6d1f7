import type { Redis } from 'ioredis'
import type { RedisAddress } from '../../../clients/redis-address.ts'
import { openRedis } from '../../../clients/redis-connection.ts'
import type { BytePool } from '../../../lib/byte-pool.ts'
import type { Log } from '../../../lib/log.ts'
import type { FrameSink, FrameSource, SourceStatus, WatchedStream } from '../frame-source.ts'
import { frameOfEntry } from '../stream-entry.ts'
import { msOfEntryId } from './entry-id.ts'
import { gatheringTimeMs } from './gathering-time.ts'
import { ReadLag } from './read-lag.ts'
import { StreamAudit } from './stream-audit.ts'
import { BLOCK_MS, OVERDUE_MS, StreamReader } from './stream-reader.ts'
import { type WatchedCursor, WatchedStreams } from './watched-streams.ts'
import type { StreamEntries } from './xread-reply.ts'

const COMMAND_TIMEOUT_MS = 5000
const RETRY_MS = 100
/** Under overload, a stream that is read so late goes on with its newest frame. With QUEUE_MAX_AGE_MS it bounds latency. */
const MOST_LAG_MS = 250
const AUDIT_EVERY_MS = 1000

export interface RedisStreamSourceOptions {
  readonly address: RedisAddress
  readonly name: string
  readonly maxFrameBytes: number
  readonly sink: FrameSink
  /** Gives memory for frames; who has no more use for one gives it back there. */
  readonly frameMemory: BytePool
  /** Whether more frames come than can be judged, so that old ones are not worth reading. */
  readonly overloaded: () => boolean
  readonly clock: () => number
  readonly log: Log
}

/** A read on its way. Boxed, because an async function would wait for a bare promise. */
interface Read {
  readonly answer: Promise<StreamEntries[]>
  /** Entries of one stream that the reply may hold; null when it holds the newest one of each, the others passed over. */
  readonly mostPerStream: number | null
}

/**
 * Reads the frames of many cameras with one blocking XREAD, a cursor for each. The next read is on its way before the
 * reply is worked on. No consumer group: a camera's memory lives in one place, so its frames must all come here.
 */
export class RedisStreamSource implements FrameSource {
  readonly name = 'redis'
  readonly #options: RedisStreamSourceOptions
  readonly #reader: StreamReader
  readonly #control: Redis
  readonly #audit: StreamAudit
  readonly #lag: ReadLag
  readonly #watched = new WatchedStreams()
  #closing = false
  #loop: Promise<void> = Promise.resolve()
  #auditTimer: NodeJS.Timeout | undefined
  #auditing = false
  #status: SourceStatus
  #wake: (() => void) | null = null
  #fixing: Promise<void> | null = null
  /** When the next read may begin, by performance.now(): frames of many cameras are gathered. */
  #readDueMs = 0
  /** Streams whose key is no stream, as far as that was told. */
  readonly #unreadable = new Set<string>()

  constructor(options: RedisStreamSourceOptions) {
    const { address, name, sink, frameMemory, log, clock } = options
    this.#options = options
    this.#reader = new StreamReader({
      address,
      name: `${name}-reader`,
      allocate: bytes => frameMemory.take(bytes),
      onOverdue: () => this.#overdue()
    })
    this.#control = openRedis(address, `${name}-control`, COMMAND_TIMEOUT_MS)
    this.#audit = new StreamAudit({ redis: this.#control, sink, log })
    this.#lag = new ReadLag(clock)
    this.#status = { connected: false, sinceMs: clock(), detail: 'Not connected yet' }
  }

  async start(): Promise<void> {
    // Neither may end the start: both are tried again for as long as it takes.
    await Promise.all([this.#reader.connect().catch(() => {}), this.#control.connect().catch(() => {})])
    this.#loop = this.#run()
    this.#auditTimer = setInterval(() => void this.#auditOnce(), AUDIT_EVERY_MS)
  }

  async watch(streams: readonly WatchedStream[]): Promise<void> {
    for (const stream of this.#watched.replace(streams)) this.#audit.forget(stream)
    if (streams.some(({ cursor }) => cursor !== null)) this.#watched.expectBacklog()
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
    this.#reader.close()
    this.#control.disconnect()
    await this.#loop
  }

  async #run(): Promise<void> {
    let read: Read | null = null
    while (!this.#closing) {
      try {
        read ??= await this.#nextRead()
        if (read === null) continue
        const { answer, mostPerStream }: Read = read
        read = null
        const streams = this.#watched.newsOf(await answer)
        this.#setStatus(true, 'Reading frames')
        this.#watched.advance(streams)
        if (mostPerStream === null) this.#tellSkipped(streams)
        // The next read travels while this reply is worked on.
        read = this.#closing ? null : (this.#issueCatchUp(streams, mostPerStream) ?? this.#issueReadWhenDue())
        this.#deliver(streams)
      } catch (cause) {
        read = null
        await this.#failed(cause)
      }
    }
  }

  /** Waits until there is something to read and a connection to read from. */
  async #nextRead(): Promise<Read | null> {
    await this.#reader.connect()
    if (this.#control.status !== 'ready') {
      throw new Error(`Redis at ${this.#options.address.host}:${this.#options.address.port} is not connected`)
    }
    await this.#fixCursors()
    const earlyMs = this.#readDueMs - performance.now()
    if (earlyMs > 0) await this.#sleep(earlyMs)
    if (this.#closing) return null
    const read = this.#issueRead()
    if (read !== null) return read
    this.#setStatus(true, 'Connected, no stream to read')
    await this.#sleep(BLOCK_MS)
    return null
  }

  #issueReadWhenDue(): Read | null {
    return performance.now() < this.#readDueMs ? null : this.#issueRead()
  }

  #issueRead(): Read | null {
    const bite = this.#watched.nextBite()
    if (bite === null) return null
    const { streams, mostPerStream, block } = bite
    // While much waits there is nothing to gather.
    this.#readDueMs = block ? performance.now() + gatheringTimeMs(streams.length) : 0
    return { answer: this.#reader.read(streams, mostPerStream, block), mostPerStream }
  }

  /** Reads the newest frame of each stream that is far behind under overload; null when there is none. */
  #issueCatchUp(streams: readonly StreamEntries[], mostPerStream: number | null): Read | null {
    if (mostPerStream === null || !this.#options.overloaded()) return null
    const keys = streams.filter(read => this.#isFarBehind(read, mostPerStream)).map(({ key }) => key)
    if (keys.length === 0) return null
    return { answer: this.#reader.newest(keys.slice(0, this.#watched.mostPerReply)), mostPerStream: null }
  }

  /** More waits than this reply could hold, and what it holds is old. What is passed over must be countable. */
  #isFarBehind({ key, entries }: StreamEntries, mostPerStream: number): boolean {
    const last = entries.at(-1)
    if (last === undefined || entries.length < mostPerStream || this.#lag.ofEntry(last.id) < MOST_LAG_MS) return false
    const watched = this.#watched.ofKey(key)
    return watched !== undefined && this.#audit.counts(watched.stream)
  }

  #tellSkipped(streams: readonly StreamEntries[]): void {
    for (const { key, entries } of streams) {
      const watched = this.#watched.ofKey(key)
      const last = entries.at(-1)
      if (watched !== undefined && last !== undefined) this.#audit.skipped(watched.stream, last.id)
    }
  }

  #deliver(streams: readonly StreamEntries[]): void {
    const { clock, maxFrameBytes, sink } = this.#options
    const receivedAtMs = clock()
    for (const { key, entries } of streams) {
      const stream = this.#watched.ofKey(key)?.stream
      if (stream === undefined) continue
      this.#audit.received(
        stream,
        entries.map(entry => entry.id)
      )
      for (const { id, jpeg, meta } of entries) {
        const parts = { stream, cursor: id, addedAtMs: msOfEntryId(id), receivedAtMs, jpeg, meta }
        sink.push(frameOfEntry(parts, maxFrameBytes))
      }
    }
  }

  /** Asks the server where each new stream ends; one question at a time, since each begins an account. */
  async #fixCursors(): Promise<void> {
    while (this.#fixing !== null) await this.#fixing
    const open = this.#watched.all().filter(({ cursor, stream }) => cursor === null || !this.#audit.knows(stream))
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
        if (end === undefined) {
          this.#tellUnreadable(watched)
        } else {
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
    const { stream, key } = watched
    if (this.#unreadable.has(stream)) return
    this.#unreadable.add(stream)
    this.#options.log.error({ stream }, `Redis key ${key} is no stream, its camera has no frames`)
  }

  /** One key of another type makes the server refuse the whole read: find it, and read the others. */
  async #setUnreadableAside(): Promise<void> {
    const streams = this.#watched.all()
    const ends = await this.#audit.begin(streams)
    for (const watched of streams) {
      if (ends.has(watched.stream)) continue
      this.#audit.forget(watched.stream)
      this.#tellUnreadable(watched)
    }
  }

  async #failed(cause: unknown): Promise<void> {
    if (this.#closing) return
    this.#watched.expectBacklog()
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

  #overdue(): void {
    if (this.#closing || !this.#status.connected) return
    this.#watched.expectBacklog()
    this.#options.log.warn({}, 'Redis does not answer, waiting until it does')
    this.#setStatus(false, `Redis has not answered a read for ${OVERDUE_MS} ms`)
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
