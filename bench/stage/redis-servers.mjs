import { execFile, spawn } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { Redis } from 'ioredis'
import { endWithThis } from '../throughput/end-with-this.mjs'

const run = promisify(execFile)
const START_MS = 10_000
/** Sentinels of a test agree fast: three of them, a primary that is silent for so long is down. */
const DOWN_AFTER_MS = 2000
const SENTINELS = 3
export const PRIMARY_NAME = 'cameras'

/** One Redis process that can be killed and started again on its port and with its data. */
export class RedisServer {
  #process = null
  #folder
  #args

  /** @param {string} folder Its own. @param {{ host?: string, options?: string[] }} [choices] */
  static async start(folder, { host = '127.0.0.1', options = [] } = {}) {
    const server = new RedisServer()
    mkdirSync(folder, { recursive: true })
    server.host = host
    server.#folder = folder
    server.port = await freePort(host)
    // What was written before a crash is there after it: frames too, so that lost ones are the service's.
    server.#args = [
      ...['--bind', host, ...(host === '127.0.0.1' ? [] : ['127.0.0.1']), '--protected-mode', 'no'],
      ...[
        '--port',
        String(server.port),
        '--dir',
        folder,
        '--save',
        '',
        '--appendonly',
        'yes',
        '--appendfsync',
        'always'
      ],
      ...options
    ]
    await server.startAgain()
    return server
  }

  get url() {
    return `redis://${this.host}:${this.port}`
  }

  async startAgain() {
    this.#process = spawn('redis-server', this.#args, { stdio: 'ignore' })
    endWithThis(this.#process)
    await answers(this.host, this.port)
  }

  /** Comes back as one that lost its disk, where it has ended. */
  async startEmpty() {
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 3 })
    mkdirSync(this.#folder, { recursive: true })
    await this.startAgain()
  }

  /** Asks it something, over a connection of its own. @returns {Promise<unknown>} */
  async ask(command, ...args) {
    const client = new Redis(this.port, this.host, { maxRetriesPerRequest: 0, commandTimeout: START_MS })
    client.on('error', () => undefined)
    try {
      return await client.call(command, ...args)
    } finally {
      client.disconnect()
    }
  }

  signal(signal) {
    this.#process?.kill(signal)
  }

  stop() {
    this.signal('SIGCONT')
    this.signal('SIGKILL')
  }
}

/** A primary, its replica, and the Sentinels that watch them. */
export class RedisPair {
  #sentinels = []

  static async start(folder) {
    const pair = new RedisPair()
    pair.primary = await RedisServer.start(join(folder, 'primary'))
    const { host, port } = pair.primary
    pair.replica = await RedisServer.start(join(folder, 'replica'), { options: ['--replicaof', host, String(port)] })
    pair.ports = await Promise.all(Array.from({ length: SENTINELS }, () => freePort(host)))
    for (const [i, sentinelPort] of pair.ports.entries()) {
      const file = join(folder, `sentinel-${i}.conf`)
      writeFileSync(
        file,
        [
          `port ${sentinelPort}`,
          `bind ${host}`,
          `sentinel monitor ${PRIMARY_NAME} ${host} ${port} 2`,
          `sentinel down-after-milliseconds ${PRIMARY_NAME} ${DOWN_AFTER_MS}`,
          `sentinel failover-timeout ${PRIMARY_NAME} 10000`
        ].join('\n')
      )
      const sentinel = spawn('redis-server', [file, '--sentinel'], { stdio: 'ignore', cwd: folder })
      endWithThis(sentinel)
      pair.#sentinels.push(sentinel)
      await answers(host, sentinelPort)
    }
    await pair.#untilWatched()
    return pair
  }

  get sentinels() {
    return this.ports.map(port => `${this.primary.host}:${port}`)
  }

  stop() {
    for (const sentinel of this.#sentinels) sentinel.kill('SIGKILL')
    this.primary.stop()
    this.replica.stop()
  }

  /** Sentinels hear of the replica and of each other from the primary. */
  async #untilWatched() {
    const asked = new Redis(this.ports[0], this.primary.host)
    try {
      for (;;) {
        const reply = await asked.call('SENTINEL', 'MASTER', PRIMARY_NAME)
        const fields = new Map(reply.flatMap((value, i) => (i % 2 === 0 ? [[value, reply[i + 1]]] : [])))
        const others = Number(fields.get('num-other-sentinels'))
        if (others === SENTINELS - 1 && Number(fields.get('num-slaves')) === 1) return
        await sleep(200)
      }
    } finally {
      asked.disconnect()
    }
  }
}

const NAMESPACE = `camera-check-${process.pid}`

/** A network that one member alone lives in, whose cable can be pulled. Needs root and iproute2. */
export class LonelyNetwork {
  hostAddress = '10.213.77.1'
  memberAddress = '10.213.77.2'
  #cable = `cc${process.pid % 100_000}`

  static async open() {
    const network = new LonelyNetwork()
    const [here, there] = [`${network.#cable}a`, `${network.#cable}b`]
    await ip('netns', 'add', NAMESPACE)
    process.once('exit', () => spawn('ip', ['netns', 'del', NAMESPACE], { stdio: 'ignore', detached: true }))
    await ip('link', 'add', here, 'type', 'veth', 'peer', 'name', there, 'netns', NAMESPACE)
    await ip('addr', 'add', `${network.hostAddress}/30`, 'dev', here)
    await ip('link', 'set', here, 'up')
    await ip('-n', NAMESPACE, 'addr', 'add', `${network.memberAddress}/30`, 'dev', there)
    await ip('-n', NAMESPACE, 'link', 'set', there, 'up')
    await ip('-n', NAMESPACE, 'link', 'set', 'lo', 'up')
    return network
  }

  /** What runs a command in it. */
  get within() {
    return ['ip', 'netns', 'exec', NAMESPACE]
  }

  cut() {
    return ip('link', 'set', `${this.#cable}a`, 'down')
  }

  mend() {
    return ip('link', 'set', `${this.#cable}a`, 'up')
  }

  async close() {
    await ip('netns', 'del', NAMESPACE).catch(() => undefined)
  }
}

function ip(...args) {
  return run('ip', args)
}

async function answers(host, port) {
  const client = new Redis(port, host, { retryStrategy: () => 50, maxRetriesPerRequest: null })
  client.on('error', () => undefined)
  const timer = setTimeout(() => client.disconnect(), START_MS)
  try {
    await client.ping()
  } catch (cause) {
    throw new Error(`Redis did not answer at ${host}:${port}`, { cause })
  } finally {
    clearTimeout(timer)
    client.disconnect()
  }
}

/** A port that nobody listens on. @param {string} host @returns {Promise<number>} */
export function freePort(host) {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, host, () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}
