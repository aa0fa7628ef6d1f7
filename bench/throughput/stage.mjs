import { execFile, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { ResultCheck } from './result-check.mjs'

const run = promisify(execFile)
const path = name => fileURLToPath(new URL(name, import.meta.url))
const START_DEADLINE_MS = 20_000
const POLL_MS = 100

/** Redis, the service, a producer and a client that checks: each a process of its own, but for the client. */
export class Stage {
  #folder
  #service
  #producer
  /** @type {ResultCheck} */
  check
  url = ''

  /** @param {Record<string, string>} settings Of the service, beyond those set here. */
  static async open(settings = {}) {
    const stage = new Stage()
    stage.#folder = mkdtempSync(join(tmpdir(), 'camera-check-bench-'))
    try {
      await stage.#start(settings)
    } catch (thrown) {
      await stage.close()
      throw thrown
    }
    return stage
  }

  /** Process id of the service. */
  get pid() {
    return this.#service.pid
  }

  /** Subscribes streams, and waits until they are watched. @returns {Promise<string[]>} Their names. */
  async subscribe(count, prefix = 'bench') {
    const streams = Array.from({ length: count }, (_, i) => `${prefix}-${i}`)
    const answer = await fetch(`${this.url}/pushhub/subscribe`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ streams })
    })
    if (!answer.ok) throw new Error(`subscribe answered ${answer.status}: ${await answer.text()}`)
    return streams
  }

  /** @param {import('./producer.mjs').Job} job @returns {Promise<{ pushed: number, frameBytes: number }>} */
  async push(job) {
    const producer = this.#producer
    const stopped = new AbortController()
    const { signal } = stopped
    try {
      producer.send(job)
      const exit = once(producer, 'exit', { signal }).then(([code]) => {
        throw new Error(`The producer ended with ${code}`)
      })
      const [answer] = await Promise.race([once(producer, 'message', { signal }), exit])
      return answer
    } finally {
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
    const text = await (await fetch(`${this.url}/metrics`)).text()
    const found = {}
    for (const line of text.split('\n')) {
      const match = /^(\w+)(?:\{\w+="([^"]*)".*\})? (\S+)$/.exec(line)
      if (match?.[1] === `camera_check_${name}`) found[match[2] ?? ''] = (found[match[2] ?? ''] ?? 0) + Number(match[3])
    }
    return found
  }

  async close() {
    this.check?.close()
    this.#producer?.kill()
    if (this.#service && this.#service.exitCode === null) {
      const exit = new Promise(resolve => this.#service.once('exit', resolve))
      this.#service.kill()
      await exit
    }
    await run(join(this.#folder, 'redis', 'stop.sh')).catch(() => undefined)
    rmSync(this.#folder, { recursive: true, force: true })
  }

  async #start(settings) {
    const redisUrl = new URL(await this.#startRedis())
    const child = spawn(process.execPath, [path('../../dist/main.js')], {
      // A folder without .env: the settings of whoever runs this must not count.
      cwd: this.#folder,
      env: {
        PATH: process.env.PATH,
        PORT: '0',
        DATA_DIR: join(this.#folder, 'data'),
        REDIS_HOST: redisUrl.hostname,
        REDIS_PORT: redisUrl.port,
        MINIO_SAVE_MODE: 'none',
        ...settings
      },
      stdio: ['ignore', 'pipe', 'inherit']
    })
    this.#service = child
    process.once('exit', () => child.kill())
    this.url = await addressOf(child)
    this.#producer = fork(path('producer.mjs'), [redisUrl.href])
    this.check = await ResultCheck.open(this.url)
  }

  async #startRedis() {
    const { stdout } = await run(path('../../scripts/start-redis.sh'), [join(this.#folder, 'redis')], {
      env: { ...process.env, STOP_WITH_PID: String(process.pid) }
    })
    return stdout.trim().split('\n').at(-1)
  }
}

/** What the service writes to its log above `info` is shown: in a bench nothing should go wrong. */
function addressOf(child) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('The service did not start in time')), START_DEADLINE_MS)
    child.once('exit', code => reject(new Error(`The service ended with ${code}`)))
    createInterface({ input: child.stdout }).on('line', text => {
      const line = JSON.parse(text)
      if (line.level === 'error' || line.level === 'fatal') console.error(text)
      if (line.address === undefined) return
      clearTimeout(timer)
      resolve(line.address)
    })
  })
}

export function sum(counts) {
  return Object.values(counts).reduce((total, count) => total + count, 0)
}
