import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { endWithThis } from './end-with-this.mjs'

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url))
const COLLECTOR = new URL('collect-garbage.mjs', import.meta.url).href
const START_DEADLINE_MS = 60_000
const CLOSE_DEADLINE_MS = 30_000
/** From the wish for a garbage collection to its end in every thread, generously. */
const COLLECTED_MS = 2000

/** The built service, in a process of its own. */
export class OwnService {
  #process
  url = ''

  /**
   * @param {URL | null} redisUrl Null where the settings say where Redis is.
   * @param {string} folder Its own: settings of whoever runs this must not count, so there is no .env in it.
   * @param {Record<string, string>} settings Beyond those set here.
   * @param {string[]} within A command that runs it, e.g. in a network of its own.
   * @param {(line: Record<string, unknown>) => void} hear Gets each line of its log; left out: errors are shown, since in
   *   a bench nothing should go wrong.
   */
  static async start(redisUrl, folder, settings = {}, within = [], hear = showErrors) {
    const service = new OwnService()
    const [command, ...args] = [...within, process.execPath, '--expose-gc', `--import=${COLLECTOR}`, MAIN]
    const child = spawn(command, args, {
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        PORT: '0',
        DATA_DIR: join(folder, 'data'),
        ...(redisUrl === null ? {} : { REDIS_HOST: redisUrl.hostname, REDIS_PORT: redisUrl.port }),
        MINIO_SAVE_MODE: 'none',
        ...settings
      },
      stdio: ['ignore', 'pipe', 'inherit']
    })
    endWithThis(child)
    service.#process = child
    try {
      service.url = await addressOf(child, hear)
      return service
    } catch (thrown) {
      await service.close()
      throw thrown
    }
  }

  get pid() {
    return this.#process.pid
  }

  /** @param {NodeJS.Signals} signal */
  signal(signal) {
    this.#process.kill(signal)
  }

  /** Subscribes streams, and waits until they are watched. @param {string[]} streams */
  async subscribe(streams) {
    const answer = await fetch(`${this.url}/pushhub/subscribe`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ streams })
    })
    if (!answer.ok) throw new Error(`subscribe answered ${answer.status}: ${await answer.text()}`)
  }

  /** Series of a Prometheus metric. @returns {Promise<{ labels: Record<string, string>, value: number }[]>} */
  async metric(name) {
    const text = await (await fetch(`${this.url}/metrics`)).text()
    const lines = text.split('\n').map(line => /^camera_check_(\w+)(?:\{(.*)\})? (\S+)$/.exec(line))
    return lines
      .filter(match => match?.[1] === name)
      .map(([, , labels = '', value]) => {
        const pairs = [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, label, text]) => [label, text])
        return { labels: Object.fromEntries(pairs), value: Number(value) }
      })
  }

  /** Its exit code and signal once it has ended, else null. */
  get ended() {
    const { exitCode, signalCode } = this.#process
    return exitCode === null && signalCode === null ? null : { code: exitCode, signal: signalCode }
  }

  /** Collects garbage in all of its threads, so that memory is what is really held. */
  async collectGarbage() {
    this.#process.kill('SIGUSR2')
    await new Promise(resolve => setTimeout(resolve, COLLECTED_MS))
  }

  async close() {
    const child = this.#process
    if (child.exitCode !== null || child.signalCode !== null) return
    const exit = once(child, 'exit')
    const forced = setTimeout(() => child.kill('SIGKILL'), CLOSE_DEADLINE_MS)
    child.kill()
    await exit
    clearTimeout(forced)
  }
}

function showErrors(line) {
  if (line.level === 'error' || line.level === 'fatal') console.error(JSON.stringify(line))
}

function addressOf(child, hear) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('The service did not start in time')), START_DEADLINE_MS)
    child.once('exit', code => {
      clearTimeout(timer)
      reject(new Error(`The service ended with ${code}`))
    })
    createInterface({ input: child.stdout }).on('line', text => {
      const line = JSON.parse(text)
      hear(line)
      if (line.address === undefined) return
      clearTimeout(timer)
      resolve(line.address)
    })
  })
}
