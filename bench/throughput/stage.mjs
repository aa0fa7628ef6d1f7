import { execFile, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { endWithThis } from './end-with-this.mjs'
import { OwnService } from './own-service.mjs'
import { missing } from './peers/installed.mjs'
import { ResultCheck } from './result-check.mjs'

const run = promisify(execFile)
const path = name => fileURLToPath(new URL(name, import.meta.url))
const POLL_MS = 100
const TELL_RESULTS_MS = 5

/** Redis, a service, a producer and a client that checks: each a process of its own, but for the client. */
export class Stage {
  #producer
  /** For whatever the scenario writes; gone when the stage is closed. */
  folder = mkdtempSync(join(tmpdir(), 'camera-check-bench-'))
  /** @type {OwnService} */
  service
  /** @type {ResultCheck} */
  check

  /**
   * @param {Record<string, string>} [settings] Of the service.
   * @param {{ start: (redisUrl: URL, folder: string, settings: object) => Promise<object> }} [kind] Which service.
   */
  static async open(settings = {}, kind = OwnService) {
    const stage = new Stage()
    try {
      const redisUrl = new URL(await stage.#startRedis())
      stage.service = await kind.start(redisUrl, stage.folder, settings)
      stage.#producer = fork(path('producer.mjs'), [redisUrl.href])
      endWithThis(stage.#producer)
      stage.check = await ResultCheck.open(stage.service.url)
      return stage
    } catch (thrown) {
      await stage.close()
      throw thrown
    }
  }

  /** Process id of the service. */
  get pid() {
    return this.service.pid
  }

  /** Subscribes streams, and waits until they are watched. @returns {Promise<string[]>} Their names. */
  async subscribe(count, prefix = 'bench') {
    const streams = Array.from({ length: count }, (_, i) => `${prefix}-${i}`)
    await this.service.subscribe(streams)
    return streams
  }

  /** @param {import('./producer.mjs').Job} job @returns {Promise<{ pushed: number, frameBytes: number }>} */
  async push(job) {
    const producer = this.#producer
    const stopped = new AbortController()
    const { signal } = stopped
    const told = setInterval(() => job.window && producer.send({ results: this.check.tally.results }), TELL_RESULTS_MS)
    try {
      producer.send(job)
      const exit = once(producer, 'exit', { signal }).then(([code]) => {
        throw new Error(`The producer ended with ${code}`)
      })
      const [answer] = await Promise.race([once(producer, 'message', { signal }), exit])
      return answer
    } finally {
      clearInterval(told)
      stopped.abort()
    }
  }

  /** Waits until so many frames are accounted for, or nothing has come for a while. */
  async settle(frames, quietMs = 6000) {
    const { check } = this
    const accounted = () => check.tally.results + sum(check.tally.dropped)
    let [last, lastAtMs] = [accounted(), performance.now()]
    while (accounted() < frames && performance.now() - lastAtMs < quietMs) {
      await sleep(POLL_MS)
      if (accounted() !== last) [last, lastAtMs] = [accounted(), performance.now()]
    }
  }

  /** Sums of a Prometheus metric by its first label's value, `''` where it has none. */
  async metric(name) {
    const found = {}
    for (const { labels, value } of await this.service.metric(name)) {
      const label = Object.values(labels)[0] ?? ''
      found[label] = (found[label] ?? 0) + value
    }
    return found
  }

  async close() {
    this.check?.close()
    this.#producer?.kill()
    await this.service?.close()
    await run(join(this.folder, 'redis', 'stop.sh')).catch(() => undefined)
    rmSync(this.folder, { recursive: true, force: true })
  }

  async #startRedis() {
    // The script would install it; a bench installs nothing.
    const absent = missing('redis-server')
    if (absent !== null) throw new Error(`Redis is ${absent}`)
    const { stdout } = await run(path('../../scripts/start-redis.sh'), [join(this.folder, 'redis')], {
      env: { ...process.env, STOP_WITH_PID: String(process.pid) }
    })
    return stdout.trim().split('\n').at(-1)
  }
}

export function sum(counts) {
  return Object.values(counts).reduce((total, count) => total + count, 0)
}
