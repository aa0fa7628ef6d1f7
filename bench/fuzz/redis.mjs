import { FuzzedService, FUZZED } from './fuzzed-service.mjs'
import { mutateJpeg } from './mutate-jpeg.mjs'
import { randomJson } from './random-json.mjs'
import { makePictures, SIZES } from '../throughput/pictures.mjs'

const ENTRIES_AT_ONCE = 40
const SETTLE_MS = 150
const FIELDS = ['jpeg', 'meta', 'jpeg_key', 'jpeg', 'JPEG', '', 'constructor']
const HEADER_BYTES = 600

/** Entries that no producer should write: fields missing, doubled, binary, huge; keys that lead nowhere or to no string. */
export class RedisFuzz {
  name = 'redis'
  #fuzzed
  #jpegs = []
  #entries = 0

  async open() {
    this.#fuzzed = await FuzzedService.open()
    this.#jpegs = await makePictures(SIZES.tiny)
    const { redis } = this.#fuzzed
    await redis.set('a-string', this.#jpegs[0])
    await redis.lpush('a-list', 'x')
    await redis.set('an-empty-string', '')
  }

  async step(random) {
    const { redis } = this.#fuzzed
    const entries = Array.from({ length: ENTRIES_AT_ONCE }, () => this.#entry(random))
    await Promise.all(
      entries.map(({ stream, fields }) => redis.xadd(`frames:${stream}`, 'MAXLEN', '~', 50, '*', ...fields))
    )
    if (random.once(10)) await this.#breakStream(random)
    this.#entries += entries.length
    await new Promise(resolve => setTimeout(resolve, SETTLE_MS))
    const problem = this.#fuzzed.problem()
    if (problem === null) return null
    const value = entries.map(({ stream, fields }) => ({
      stream,
      fields: fields.map(field => Buffer.from(field).toString('base64'))
    }))
    return { value, problem, fails: async less => this.#failsAgain(less) }
  }

  async report() {
    return `${this.#entries} entries; ${await this.#fuzzed.report()}`
  }

  async close() {
    await this.#fuzzed?.close()
  }

  /** A stream's key that is no stream for a while, or gone. */
  async #breakStream(random) {
    const { redis } = this.#fuzzed
    const key = `frames:${random.pick(FUZZED)}`
    await redis.del(key)
    if (random.once(2)) return
    await redis.set(key, 'no stream')
    await new Promise(resolve => setTimeout(resolve, SETTLE_MS))
    await redis.del(key)
  }

  #entry(random) {
    const fields = Array.from({ length: 1 + random.next(4) }, () => [random.pick(FIELDS), this.#value(random)]).flat()
    return { stream: random.pick(FUZZED), fields }
  }

  #value(random) {
    switch (random.next(8)) {
      case 0:
        return random.bytes(random.next(300))
      case 1:
        return Buffer.alloc(random.once(20) ? 2_000_000 : 2000, random.next(256))
      case 2:
        return JSON.stringify(randomJson(random, 4))
      case 3:
        return random.pick(['a-string', 'a-list', 'an-empty-string', 'nothing', '', '\u0000', 'x'.repeat(2000)])
      case 4:
        return random.pick(this.#jpegs)
      default:
        return mutateJpeg(random.pick(this.#jpegs), HEADER_BYTES, random.next)
    }
  }

  async #failsAgain(entries) {
    this.#fuzzed.forgive()
    for (const { stream, fields } of entries) {
      await this.#fuzzed.redis.xadd(`frames:${stream}`, '*', ...fields.map(field => Buffer.from(field, 'base64')))
    }
    await new Promise(resolve => setTimeout(resolve, SETTLE_MS))
    return this.#fuzzed.problem() !== null
  }
}
