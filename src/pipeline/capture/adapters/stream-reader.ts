import { openPrimary } from '../../../clients/find-primary.ts'
import type { RedisAddress } from '../../../clients/redis-address.ts'
import type { RespConnection } from '../../../clients/resp-connection.ts'
import { RespError, type RespValue } from '../../../clients/resp-parser.ts'
import { DeadlineError } from '../../../lib/deadline.ts'
import type { ClusterSlots } from './cluster-slots.ts'
import { gatheringTimeMs, pollingTimeMs } from './gathering-time.ts'
import { newestBySlot, readBySlot } from './read-by-slot.ts'
import { SlotGroups } from './slot-groups.ts'
import { type ReadFrom, XreadCommand } from './xread-command.ts'
import { readReply, type StreamEntries } from './xread-reply.ts'

/** How long one read waits for a frame; a new subscription is read within this time. */
export const BLOCK_MS = 500
/** A read that is not answered for so long, a good while past BLOCK_MS, shows nothing: cameras cannot be called silent. */
export const OVERDUE_MS = BLOCK_MS + 1000
/** A server that sends nothing of an answer for so long hangs: the connection is thrown away. */
const SILENT_MS = 8000

export interface StreamReaderOptions {
  readonly address: RedisAddress
  /** Gives memory for frames; without it, they are left to the garbage collector. */
  readonly allocate: (bytes: number) => Buffer
  /** Shown by CLIENT LIST. */
  readonly name: string
  /** Given when the server is a node of a cluster: reads never wait for frames then. */
  readonly cluster?: ClusterSlots
  /** Called when a read is not answered for OVERDUE_MS. */
  readonly onOverdue: () => void
}

/** The connection that entries are read over, and the two ways of reading them. */
export class StreamReader {
  readonly #options: StreamReaderOptions
  readonly #xread = new XreadCommand()
  readonly #cluster: { readonly slots: ClusterSlots; readonly groups: SlotGroups } | null
  #connection: RespConnection | null = null
  #closed = false
  /** So that closing does not wait for a server that takes no connection. */
  readonly #whenClosed: Promise<null>
  #tellClosed: () => void = () => {}

  constructor(options: StreamReaderOptions) {
    this.#options = options
    const { cluster } = options
    this.#cluster = cluster === undefined ? null : { slots: cluster, groups: new SlotGroups(cluster) }
    this.#whenClosed = new Promise(resolve => {
      this.#tellClosed = () => resolve(null)
    })
  }

  /** Connects anew when there is no connection. @throws Error why that cannot be. */
  async connect(): Promise<void> {
    if (this.#closed || this.#connection?.isOpen === true) return
    const { address, name, allocate } = this.#options
    const opening = openPrimary(address, name, allocate)
    const connection = await Promise.race([opening, this.#whenClosed])
    if (connection !== null) this.#connection = connection
    else opening.then(late => late.close()).catch(() => {})
  }

  /** Gives the connection up: the server may not be the primary any more. */
  drop(): void {
    this.#connection?.close()
  }

  /**
   * Reads what lies behind each cursor.
   *
   * @param mostPerStream Entries of one stream, >= 1.
   * @param block Waits up to BLOCK_MS when there is nothing.
   */
  read(streams: readonly ReadFrom[], mostPerStream: number, block: boolean): Promise<StreamEntries[]> {
    const cluster = this.#cluster
    if (cluster !== null) {
      return this.#guarded(
        this.#open().then(connection => readBySlot(connection, cluster.slots, cluster.groups, streams, mostPerStream))
      )
    }
    const pieces = this.#xread.encode(streams, mostPerStream, block ? BLOCK_MS : null)
    return this.#guarded(this.#ask(connection => connection.sendEncoded(pieces)).then(readReply))
  }

  /** How long after one read of these streams the next may begin, ms: frames are gathered. */
  gatheringMs(streams: readonly ReadFrom[]): number {
    return this.#cluster === null
      ? gatheringTimeMs(streams.length)
      : pollingTimeMs(this.#cluster.groups.of(streams).length)
  }

  /** Reads the newest entry of each stream. */
  newest(keys: readonly string[]): Promise<StreamEntries[]> {
    const cluster = this.#cluster
    if (cluster !== null) {
      return this.#guarded(this.#open().then(connection => newestBySlot(connection, cluster.slots, keys)))
    }
    const newest = keys.map(async key => {
      const entries = await this.#ask(connection => connection.send(['XREVRANGE', key, '+', '-', 'COUNT', '1']))
      return readReply([[Buffer.from(key), entries]])
    })
    return this.#guarded(Promise.all(newest).then(replies => replies.flat()))
  }

  /** Ends a blocking read at once. */
  close(): void {
    this.#closed = true
    this.#tellClosed()
    this.#connection?.close()
  }

  async #open(): Promise<RespConnection> {
    if (this.#connection === null) throw new Error('Connection to Redis is not open')
    return this.#connection
  }

  /** @throws RespError what the server refused; Error when there is no connection. */
  async #ask(command: (connection: RespConnection) => Promise<RespValue>): Promise<RespValue> {
    if (this.#connection === null) throw new Error('Connection to Redis is not open')
    const reply = await command(this.#connection)
    if (reply instanceof RespError) throw reply
    return reply
  }

  #guarded(read: Promise<StreamEntries[]>): Promise<StreamEntries[]> {
    const connection = this.#connection
    // Rejections are handled where the reply is awaited, which may be later than they happen.
    read.catch(() => {})
    if (connection !== null) this.#watchOver(read, connection)
    return read
  }

  /** Many pictures over a slow line, or one that is far too large, take their time: what counts is that bytes come. */
  #watchOver(read: Promise<unknown>, connection: RespConnection): void {
    const fromMs = performance.now()
    let settled = false
    let isTold = false
    const look = () => {
      if (settled) return
      const silentMs = performance.now() - Math.max(fromMs, connection.heardAtMs)
      if (silentMs >= SILENT_MS) {
        connection.close(new DeadlineError(`Redis sent nothing for ${SILENT_MS} ms`))
        return
      }
      if (silentMs >= OVERDUE_MS && !isTold) {
        isTold = true
        this.#options.onOverdue()
      }
      wait((silentMs < OVERDUE_MS ? OVERDUE_MS : SILENT_MS) - silentMs)
    }
    let timer: NodeJS.Timeout | undefined
    const wait = (ms: number) => {
      // A thread that was kept from running finds the timer due before it finds the reply: so look once more behind it.
      timer = setTimeout(() => setImmediate(look), Math.max(1, ms))
    }
    const settle = () => {
      settled = true
      clearTimeout(timer)
    }
    wait(OVERDUE_MS)
    read.then(settle, settle)
  }
}
