import type { WatchedStream } from '../frame-source.ts'
import { compareIds } from './entry-id.ts'
import type { ReadFrom } from './xread-command.ts'
import type { StreamEntries } from './xread-reply.ts'

export const STREAM_KEY_PREFIX = 'frames:'

/** One reply is kept under about this size, so that a backlog of many cameras is taken in bites. */
const REPLY_BYTES = 8 * 1024 * 1024
const FIRST_GUESS_FRAME_BYTES = 256 * 1024
/** What an entry without its bytes counts, so that a camera which begins to send them along makes no reply without end. */
const LEAST_ENTRY_BYTES = 16 * 1024
const MOST_ENTRIES_PER_STREAM = 100

/** One watched stream, and how far it has been read. */
export interface WatchedCursor {
  readonly stream: string
  readonly key: string
  /** Deliver what lies behind it; null until the server could be asked. */
  cursor: string | null
}

/** What the next read asks for. */
export interface Bite {
  readonly streams: readonly ReadFrom[]
  readonly mostPerStream: number
  /** Whether the read may wait: not when it is about a part of the streams, since the others would wait with it. */
  readonly block: boolean
}

/** The streams of one shard, and which of them are read next, and how much of each. */
export class WatchedStreams {
  readonly #byName = new Map<string, WatchedCursor>()
  /** Usual size of an entry, bytes: a running mean. */
  #entryBytes = FIRST_GUESS_FRAME_BYTES
  /** Where the next bite begins when it is about a part of the streams. */
  #biteStart = 0
  /** Streams that the next bite is about, at most; null while nothing is known of what waits. */
  #biteStreams: number | null = null

  /** Replaces the streams; those that stay keep their cursor. @returns Names of those that left. */
  replace(streams: readonly WatchedStream[]): string[] {
    const names = new Set(streams.map(watched => watched.stream))
    const left = [...this.#byName.keys()].filter(stream => !names.has(stream))
    for (const stream of left) this.#byName.delete(stream)
    for (const { stream, cursor } of streams) {
      if (this.#byName.has(stream)) continue
      this.#byName.set(stream, { stream, key: STREAM_KEY_PREFIX + stream, cursor })
    }
    return left
  }

  get(stream: string): WatchedCursor | undefined {
    return this.#byName.get(stream)
  }

  all(): WatchedCursor[] {
    return [...this.#byName.values()]
  }

  /** Streams whose newest entries fit into one reply. */
  get mostPerReply(): number {
    return Math.max(1, Math.floor(REPLY_BYTES / this.#entryBytes))
  }

  /** Much may wait, as after a start or a silence of the server: the next bites are small again. */
  expectBacklog(): void {
    this.#biteStreams = null
  }

  /** What to read next: every stream, or while much waits as many as give a bounded reply; null when there is nothing. */
  nextBite(): Bite | null {
    const readable: ReadFrom[] = []
    for (const { key, cursor } of this.#byName.values()) if (cursor !== null) readable.push({ key, cursor })
    if (readable.length === 0) return null
    const streams = this.#partOf(readable)
    const count = Math.floor(REPLY_BYTES / (streams.length * this.#entryBytes))
    const mostPerStream = Math.max(1, Math.min(MOST_ENTRIES_PER_STREAM, count))
    return { streams, mostPerStream, block: streams.length === readable.length }
  }

  /** Leaves out what was read already: a newest frame may be one that the read before it had brought. */
  newsOf(replies: readonly StreamEntries[]): StreamEntries[] {
    return replies.filter(({ key, entries }) => {
      const cursor = this.ofKey(key)?.cursor ?? null
      const first = entries[0]
      return first !== undefined && cursor !== null && compareIds(first.id, cursor) > 0
    })
  }

  /** Moves the cursors behind what was read. */
  advance(replies: readonly StreamEntries[]): void {
    let replyBytes = 0
    for (const { key, entries } of replies) {
      const watched = this.ofKey(key)
      const last = entries.at(-1)
      if (watched !== undefined && last !== undefined) watched.cursor = last.id
      for (const { jpeg, jpegKey } of entries) {
        if (jpeg === null && jpegKey === undefined) continue
        const bytes = jpeg?.length ?? LEAST_ENTRY_BYTES
        this.#entryBytes += (bytes - this.#entryBytes) / 32
        replyBytes += bytes
      }
    }
    this.#fitBite(replyBytes)
  }

  ofKey(key: string): WatchedCursor | undefined {
    return this.#byName.get(key.slice(STREAM_KEY_PREFIX.length))
  }

  /** A reply that held little shows that little waits: the next one may be about twice as many streams, and so on to all. */
  #fitBite(replyBytes: number): void {
    const streams = this.#biteStreams ?? this.mostPerReply
    if (replyBytes > REPLY_BYTES) this.#biteStreams = Math.max(this.mostPerReply, Math.floor(streams / 2))
    else if (replyBytes < REPLY_BYTES / 4) this.#biteStreams = Math.min(streams * 2, this.#byName.size)
  }

  #partOf(readable: readonly ReadFrom[]): readonly ReadFrom[] {
    const most = Math.max(this.mostPerReply, this.#biteStreams ?? 0)
    if (readable.length <= most) return readable
    const start = this.#biteStart % readable.length
    this.#biteStart = start + most
    return readable.slice(start, start + most)
  }
}
