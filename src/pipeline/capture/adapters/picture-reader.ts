import { openPrimary } from '../../../clients/find-primary.ts'
import type { RedisAddress } from '../../../clients/redis-address.ts'
import { encodeCommand, type RespConnection } from '../../../clients/resp-connection.ts'
import { RespError, type RespValue } from '../../../clients/resp-parser.ts'
import { withDeadline } from '../../../lib/deadline.ts'
import type { Log } from '../../../lib/log.ts'
import { LogThrottle } from '../../../lib/log-throttle.ts'
import { isRedirection } from './cluster-slots.ts'

/** A server that does not answer for so long hangs: the connection is thrown away. */
const ANSWER_DEADLINE_MS = 2000

export interface PictureReaderOptions {
  readonly address: RedisAddress
  /** Shown by CLIENT LIST. */
  readonly name: string
  readonly allocate: (bytes: number) => Buffer
  readonly maxFrameBytes: number
  readonly clock: () => number
  readonly log: Log
}

/** What lies under a key: bytes, nothing any more, or something that is no string. */
export type FoundPicture = Buffer | 'gone' | 'no string'

/** The connection that pictures are read over which lie in keys of their own. It is opened by the first of them. */
export class PictureReader {
  readonly #options: PictureReaderOptions
  readonly #throttle = new LogThrottle()
  #connection: RespConnection | null = null
  #opening: Promise<RespConnection> | null = null
  #closed = false

  constructor(options: PictureReaderOptions) {
    this.#options = options
  }

  /**
   * @param isAsking The key's slot is on its way to this node.
   * @returns At most one byte more than MAX_FRAME_BYTES, which shows that it is too large.
   * @throws Error when the server cannot be asked; RespError MOVED or ASK when the key is elsewhere.
   */
  async read(key: string, isAsking = false): Promise<FoundPicture> {
    const { maxFrameBytes } = this.#options
    const [bytes] = await this.#ask([['GETRANGE', key, '0', String(maxFrameBytes)]], isAsking)
    if (Buffer.isBuffer(bytes) && bytes.length > 0) return bytes
    if (bytes instanceof RespError) return this.#refused(bytes)
    // GETRANGE answers alike for a key that is not there and for one without bytes.
    const [exists] = await this.#ask([['EXISTS', key]], isAsking)
    if (exists instanceof RespError) return this.#refused(exists)
    return exists === 1 ? Buffer.alloc(0) : 'gone'
  }

  drop(): void {
    this.#connection?.close()
  }

  close(): void {
    this.#closed = true
    this.#connection?.close()
  }

  #refused(error: RespError): FoundPicture {
    if (isRedirection(error)) throw error
    if (error.message.startsWith('WRONGTYPE')) return 'no string'
    this.#throttle.run(this.#options.clock(), suppressed =>
      this.#options.log.error({ err: error, suppressed }, 'Redis refuses to give a picture by its key')
    )
    return 'gone'
  }

  async #ask(commands: readonly (readonly string[])[], isAsking: boolean): Promise<readonly RespValue[]> {
    const connection = await this.#open()
    const asked = isAsking ? [['ASKING'], ...commands] : commands
    const answer = connection.sendAll(asked.map(encodeCommand))
    const replies = await withDeadline(answer, ANSWER_DEADLINE_MS, 'Reading a picture from Redis', () =>
      connection.close()
    )
    return isAsking ? replies.slice(1) : replies
  }

  async #open(): Promise<RespConnection> {
    if (this.#closed) throw new Error('Pictures are not read any more')
    if (this.#connection?.isOpen === true) return this.#connection
    const { address, name, allocate } = this.#options
    this.#opening ??= openPrimary(address, name, allocate).finally(() => {
      this.#opening = null
    })
    const connection = await this.#opening
    this.#connection = connection
    if (this.#closed) connection.close()
    return connection
  }
}
