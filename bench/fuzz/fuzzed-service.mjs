import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { WebSocket } from 'ws'
import { RedisServer } from '../stage/redis-servers.mjs'
import { OwnService } from '../throughput/own-service.mjs'
import { makePictures, SIZES } from '../throughput/pictures.mjs'

export const NEIGHBOUR = 'neighbour'
export const FUZZED = ['fuzzed-0', 'fuzzed-1', 'fuzzed/..%2f', '模糊']
const EVERY_MS = 200
const ENTRIES = 20
/** Without a verdict for so long the neighbour is not judged any more: what is fuzzed may not cost it more. */
const MOST_SILENCE_MS = 5000

/** A service with a Redis, and a camera beside those that are fuzzed, which has to be judged all the time. */
export class FuzzedService {
  #folder = mkdtempSync(join(tmpdir(), 'camera-check-fuzz-'))
  #timer
  #socket
  #judgedAtMs = performance.now()
  #longestSilenceMs = 0
  /** @type {Redis} */
  redis
  /** @type {OwnService} */
  service

  static async open() {
    const fuzzed = new FuzzedService()
    fuzzed.server = await RedisServer.start(join(fuzzed.#folder, 'redis'), { options: ['--appendonly', 'no'] })
    fuzzed.redis = new Redis(fuzzed.server.port, '127.0.0.1')
    fuzzed.redis.on('error', () => undefined)
    // What is refused is no error of the service: its log would be nothing else.
    const settings = { LOG_LEVEL: 'info', STREAM_GAP_MS: '60000', EXECUTOR_CPU: '1' }
    fuzzed.service = await OwnService.start(new URL(fuzzed.server.url), fuzzed.#folder, settings)
    await fuzzed.service.subscribe([NEIGHBOUR, ...FUZZED])
    await fuzzed.#watchNeighbour()
    return fuzzed
  }

  get url() {
    return this.service.url
  }

  /** @returns {string | null} What is wrong with the service now. */
  problem() {
    if (!this.isAlive()) return 'the process has ended'
    const silenceMs = performance.now() - this.#judgedAtMs
    this.#longestSilenceMs = Math.max(this.#longestSilenceMs, silenceMs)
    return silenceMs > MOST_SILENCE_MS ? `the neighbour had no verdict for ${Math.round(silenceMs)} ms` : null
  }

  isAlive() {
    try {
      process.kill(this.service.pid, 0)
      return true
    } catch {
      return false
    }
  }

  /** Blames the neighbour's silence on one case alone. */
  forgive() {
    this.#judgedAtMs = performance.now()
  }

  async report() {
    const died = (await this.service.metric('shard_restarts_total').catch(() => []))[0]?.value ?? 'unknown'
    return `neighbour without a verdict for ${Math.round(this.#longestSilenceMs)} ms at most, shard threads died: ${died}`
  }

  async close() {
    clearInterval(this.#timer)
    this.#socket?.terminate()
    this.redis?.disconnect()
    await this.service?.close()
    this.server?.stop()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  async #watchNeighbour() {
    const jpegs = await makePictures(SIZES.tiny)
    let number = 0
    this.#timer = setInterval(() => {
      const jpeg = jpegs[number++ % jpegs.length]
      this.redis.xadd(`frames:${NEIGHBOUR}`, 'MAXLEN', '~', ENTRIES, '*', 'jpeg', jpeg).catch(() => undefined)
    }, EVERY_MS)
    this.#socket = new WebSocket(`${this.url.replace('http', 'ws')}/pushhub/ws/results`)
    this.#socket.on('error', () => undefined)
    this.#socket.on('message', data => {
      if (JSON.parse(String(data)).data?.stream === NEIGHBOUR) this.#judgedAtMs = performance.now()
    })
    await new Promise(resolve => this.#socket.once('open', resolve))
    this.#judgedAtMs = performance.now()
  }
}
