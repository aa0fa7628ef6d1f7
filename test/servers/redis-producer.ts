import { Redis } from 'ioredis'

/** Adds frames to Redis as the producers of the old service do. */
export class RedisProducer {
  readonly redis: Redis

  /** @param url Of the server, with the number of its database where that is not 0. */
  constructor(url: string) {
    this.redis = new Redis(url)
    // A test that stops its server says so by itself.
    this.redis.on('error', () => undefined)
  }

  /**
   * Adds one entry.
   *
   * @param meta An object is sent as JSON, text as it is.
   * @param trim Further arguments of XADD between key and id, such as `['MAXLEN', '~', '100']`.
   * @returns The entry's id.
   */
  async add(
    stream: string,
    jpeg: Uint8Array,
    meta: object | string = {},
    trim: readonly string[] = []
  ): Promise<string> {
    const text = typeof meta === 'string' ? meta : JSON.stringify(meta)
    return this.addFields(stream, ['meta', text, 'jpeg', Buffer.from(jpeg)], trim)
  }

  /** Adds an entry of any fields: name, value, name, value ... */
  async addFields(stream: string, fields: readonly (string | Buffer)[], trim: readonly string[] = []): Promise<string> {
    return String(await this.redis.call('XADD', `frames:${stream}`, ...trim, '*', ...fields))
  }

  close(): void {
    this.redis.disconnect()
  }
}
