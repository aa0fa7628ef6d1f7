import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'

/** A Redis server that has on its disk whatever it has confirmed, and can be killed and started again on it. */
export class LastingRedis {
  readonly port: number
  readonly #folder: string
  readonly #options: readonly string[]
  #process: ChildProcess | null = null

  private constructor(port: number, folder: string, options: readonly string[]) {
    this.port = port
    this.#folder = folder
    this.#options = options
  }

  /** @param options Further options of redis-server. */
  static async start(options: readonly string[] = []): Promise<LastingRedis> {
    const folder = await mkdtemp(join(tmpdir(), 'camera-check-redis-'))
    const redis = new LastingRedis(await freePort(), folder, options)
    await redis.startAgain()
    return redis
  }

  async startAgain(): Promise<void> {
    const lasting = ['--save', '', '--appendonly', 'yes', '--appendfsync', 'always']
    const place = ['--bind', '127.0.0.1', '--port', String(this.port), '--dir', this.#folder]
    this.#process = spawn('redis-server', [...place, ...lasting, ...this.#options], { stdio: 'ignore' })
    const client = new Redis(this.port, '127.0.0.1', { retryStrategy: () => 50, maxRetriesPerRequest: null })
    client.on('error', () => undefined)
    await client.ping()
    client.disconnect()
  }

  async kill(): Promise<void> {
    const process = this.#process
    if (process === null || process.exitCode !== null || process.signalCode !== null) return
    const exit = once(process, 'exit')
    process.kill('SIGKILL')
    await exit
  }

  /** @param signal E.g. SIGSTOP: it hangs. */
  signal(signal: NodeJS.Signals): void {
    this.#process?.kill(signal)
  }

  async dispose(): Promise<void> {
    await this.kill()
    await rm(this.#folder, { recursive: true, force: true })
  }
}

function freePort(): Promise<number> {
  return new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
