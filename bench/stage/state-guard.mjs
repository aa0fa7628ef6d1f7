import { Redis } from 'ioredis'

const EVERY_MS = 250
const BODIES = 'camera-check:{incidents}:bodies'
const SCAN_COUNT = 1000

/**
 * Looks at the state again and again: how far each camera has been read, and when each open incident was last seen, never
 * go back while every write is an owner's. What goes back was written by one that is owner no more.
 */
export class StateGuard {
  #redis
  #timer
  #newest = new Map()
  #looking = false
  /** What went back: whose, from where, to where. @type {string[]} */
  stale = []

  /** @param {object | string} address As ioredis takes it. */
  constructor(address) {
    this.#redis = new Redis(address)
    this.#redis.on('error', () => undefined)
  }

  start() {
    this.#timer = setInterval(() => void this.#look(), EVERY_MS)
  }

  close() {
    clearInterval(this.#timer)
    this.#redis.disconnect()
  }

  async #look() {
    if (this.#looking || this.#redis.status !== 'ready') return
    this.#looking = true
    try {
      for (const [stream, cursor] of await this.#cursors()) this.#note(`cursor of ${stream}`, cursorOrder(cursor))
      for (const body of await this.#redis.hvals(BODIES)) {
        const { id, state, lastSeenAtMs } = JSON.parse(body)
        // A closed one is told to have been seen until it ended.
        if (state !== 'closed') this.#note(`incident ${id}`, lastSeenAtMs)
      }
    } catch {
      // Redis is down: that is what is being tried.
    } finally {
      this.#looking = false
    }
  }

  async #cursors() {
    const keys = []
    let at = '0'
    do {
      const [next, found] = await this.#redis.scan(at, 'MATCH', 'camera-check:cursors:*', 'COUNT', SCAN_COUNT)
      keys.push(...found)
      at = next
    } while (at !== '0')
    const pipeline = this.#redis.pipeline()
    for (const key of keys) pipeline.hgetall(key)
    const replies = await pipeline.exec()
    return replies.flatMap(([, fields]) => Object.entries(fields ?? {}))
  }

  #note(name, value) {
    const before = this.#newest.get(name)
    if (before !== undefined && value < before) this.stale.push(`${name}: ${before} -> ${value}`)
    else this.#newest.set(name, value)
  }
}

/** Entry ids in their order, as one number: `<epoch ms>-<number>`. */
function cursorOrder(cursor) {
  const [ms, number = '0'] = cursor.split('-')
  return Number(ms) * 1000 + Number(number)
}
