// The calls of the package `redis` that the shared bench makes, on the client that this project uses.
import { Redis } from 'ioredis'

class RedisCalls {
  #client

  constructor(url) {
    this.#client = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 1 })
  }

  async connect() {
    await this.#client.connect()
    return this
  }

  async xAdd(key, id, fields, { TRIM }) {
    const parts = Object.entries(fields).flat()
    return await this.#client.xadd(key, 'MAXLEN', TRIM.strategyModifier, TRIM.threshold, id, ...parts)
  }

  async del(keys) {
    return await this.#client.del(...keys)
  }

  async close() {
    await this.#client.quit()
  }
}

export function createClient({ url }) {
  return new RedisCalls(url)
}
