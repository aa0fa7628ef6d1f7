import type { Redis } from 'ioredis'
import type { RedisAddress } from '../../../clients/redis-address.ts'
import { openRedis, troubleOf } from '../../../clients/redis-connection.ts'
import type { BytePool } from '../../../lib/byte-pool.ts'
import type { Log } from '../../../lib/log.ts'
import { Nap } from '../../../lib/nap.ts'
import type { EncodedFrame } from '../../../model/frame.ts'
import type { FrameSink, FrameSource, SourceStatus, WatchedStream } from '../frame-source.ts'
import { frameOfEntry } from '../stream-entry.ts'
import type { ClusterSlots } from './cluster-slots.ts'
import { msOfEntryId } from './entry-id.ts'
import { fetchPicture } from './fetch-picture.ts'
import { PictureReader } from './picture-reader.ts'
import { ReadLag } from './read-lag.ts'
import { SourceHealth } from './source-health.ts'
import { StreamAudit } from './stream-audit.ts'
import { StreamEnds } from './stream-ends.ts'
import { BLOCK_MS, OVERDUE_MS, StreamReader } from './stream-reader.ts'
import { WatchedStreams } from './watched-streams.ts'
import type { StreamEntries } from './xread-reply.ts'

const COMMAND_TIMEOUT_MS = 5000
const RETRY_MS = 100
/** Under overload, a stream that is read so late goes on with its newest frame. With QUEUE_MAX_AGE_MS it bounds latency. */
const MOST_LAG_MS = 250
const AUDIT_EVERY_MS = 1000

/** What sources of Redis share, wherever they read from. */
export interface RedisSourceSurroundings {
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

export interface RedisStreamSourceOptions extends RedisSourceSurroundings {
  readonly address: RedisAddress
  /** Given when the server is a node of a cluster. */
  readonly cluster?: ClusterSlots
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
  readonly #pictures: PictureReader
  readonly #control: Redis
  readonly #audit: StreamAudit
  readonly #lag: ReadLag
  readonly #health: SourceHealth
  readonly #ends: StreamEnds
  readonly #watched = new WatchedStreams()
  readonly #nap = new Nap()
  #closing = false
  #loop: Promise<void> = Promise.resolve()
  #auditTimer: NodeJS.Timeout | undefined
  #auditing = false
  /** When the next read may begin, by performance.now(): frames of many cameras are gathered. */
  #readDueMs = 0

  constructor(options: RedisStreamSourceOptions) {
    const { address, name, sink, frameMemory, maxFrameBytes, log, clock } = options
    const cluster = options.cluster === undefined ? {} : { cluster: options.cluster }
    const allocate = (bytes: number) => frameMemory.take(bytes)
    this.#options = options
    const onOverdue = () => this.#overdue()
    this.#reader = new StreamReader({ address, name: `${name}-reader`, allocate, onOverdue, ...cluster })
    this.#pictures = new PictureReader({ address, name: `${name}-pictures`, allocate, maxFrameBytes, clock, log })
    this.#control = openRedis(address, `${name}-control`, COMMAND_TIMEOUT_MS)
    this.#audit = new StreamAudit({ redis: this.#control, sink, log, ...cluster })
    // A clock that is set between two questions would make everything old.
    this.#lag = new ReadLag(() => performance.now())
    this.#health = new SourceHealth({ where: `${address.host}:${address.port}`, clock, log })
    this.#ends = new StreamEnds({ watched: this.#watched, audit: this.#audit, log })
  }

  async start(): Promise<void> {
    // This connection alone notices that the primary was replaced: the others may hang at the old one.
    if (this.#options.address.sentinel !== undefined) this.#control.on('close', () => this.#dropReaders())
    // Neither may end the start: both are tried again for as long as it takes.
    await Promise.all([this.#reader.connect().catch(() => {}), this.#control.connect().catch(() => {})])
    this.#loop = this.#run()
    this.#auditTimer = setInterval(() => void this.#auditOnce(), AUDIT_EVERY_MS)
  }

  async watch(streams: readonly WatchedStream[]): Promise<void> {
    for (const stream of this.#watched.replace(streams)) this.#audit.forget(stream)
    if (streams.some(({ cursor }) => cursor !== null)) this.#watched.expectBacklog()
    await this.#fixCursors()
    this.#nap.wake()
  }

  status(): SourceStatus {
    return this.#health.status
  }

  position(stream: string): string | null {
    return this.#watched.get(stream)?.cursor ?? null
  }

  async fetch(frame: EncodedFrame): Promise<EncodedFrame | null> {
    return fetchPicture(
      frame,
      this.#options.maxFrameBytes,
      key => this.#pictures.read(key),
      () => !this.#closing
    )
  }

  /** The bytes under a key of this node. @throws RespError MOVED or ASK when the key is elsewhere. @see PictureReader.read */
  readPicture(key: string, isAsking: boolean): ReturnType<PictureReader['read']> {
    return this.#pictures.read(key, isAsking)
  }

  async close(): Promise<void> {
    this.#closing = true
    clearInterval(this.#auditTimer)
    this.#nap.wake()
    this.#reader.close()
    this.#pictures.close()
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
        this.#health.reads('Reading frames')
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
      throw new Error(troubleOf(this.#control) ?? 'Not connected')
    }
    await this.#fixCursors()
    const earlyMs = this.#readDueMs - performance.now()
    if (earlyMs > 0) await this.#nap.sleep(earlyMs)
    if (this.#closing) return null
    const read = this.#issueRead()
    if (read !== null) return read
    this.#health.reads('Connected, no stream to read')
    await this.#nap.sleep(BLOCK_MS)
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
    this.#readDueMs = block ? performance.now() + this.#reader.gatheringMs(streams) : 0
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
      for (const { id, ...fields } of entries) {
        const parts = { stream, cursor: id, addedAtMs: msOfEntryId(id), receivedAtMs, ...fields }
        sink.push(frameOfEntry(parts, maxFrameBytes))
      }
    }
  }

  #fixCursors(): Promise<void> {
    return this.#ends.fix(() => this.#control.status === 'ready')
  }

  async #failed(cause: unknown): Promise<void> {
    if (this.#closing) return
    this.#watched.expectBacklog()
    if (cause instanceof Error && cause.message.startsWith('WRONGTYPE')) {
      await this.#ends.setUnreadableAside().catch(() => {})
      return
    }
    this.#health.failed(cause)
    await this.#nap.sleep(RETRY_MS)
  }

  #overdue(): void {
    if (this.#closing || !this.#health.status.connected) return
    this.#watched.expectBacklog()
    this.#health.hangs(OVERDUE_MS)
  }

  #dropReaders(): void {
    this.#reader.drop()
    this.#pictures.drop()
  }

  async #auditOnce(): Promise<void> {
    if (this.#control.status !== 'ready' || !this.#health.status.connected || this.#auditing) return
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
}
