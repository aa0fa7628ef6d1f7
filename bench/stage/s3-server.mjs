import { execFile, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Client } from 'minio'
import { endWithThis } from '../throughput/end-with-this.mjs'

const run = promisify(execFile)
const SCRIPT = fileURLToPath(new URL('../../scripts/start-s3.sh', import.meta.url))
const START_MS = 60_000
const POLL_MS = 100

/** Ceph's S3 server: its gateway can be killed, paused and started again; the objects stay in its storage daemon. */
export class S3Server {
  accessKey = 'camera-check'
  secretKey = 'camera-check-secret'
  user = 'camera-check'
  #folder
  /** Process id of the gateway. */
  #gateway = 0

  /** @param {string} folder Its own. */
  static async start(folder) {
    const server = new S3Server()
    server.#folder = folder
    const { stdout } = await run(SCRIPT, [folder], { env: { ...process.env, STOP_WITH_PID: String(process.pid) } })
    server.url = stdout.trim().split('\n').at(-1)
    server.endpoint = new URL(server.url).host
    const pids = readFileSync(join(folder, 'pids'), 'utf8').trim().split('\n')
    server.#gateway = Number(pids.at(-1).split(' ')[0])
    return server
  }

  /** @param {NodeJS.Signals} signal To the gateway, which speaks S3. */
  signal(signal) {
    process.kill(this.#gateway, signal)
  }

  /** The gateway comes back, where it has ended. */
  async startAgain() {
    const child = spawn('radosgw', ['-c', join(this.#folder, 'ceph.conf'), '-n', 'client.rgw', '-f'], {
      stdio: 'ignore'
    })
    endWithThis(child)
    this.#gateway = child.pid
    const giveUpAtMs = Date.now() + START_MS
    while (!(await answers(this.url))) {
      if (Date.now() > giveUpAtMs) throw new Error(`The S3 gateway did not answer at ${this.url}`)
      await sleep(POLL_MS)
    }
  }

  /** What an administrator does, e.g. `user suspend --uid=...`. */
  async administer(...args) {
    await run('radosgw-admin', ['-c', join(this.#folder, 'ceph.conf'), '-n', 'client.rgw', ...args])
  }

  /** Names of all objects of a bucket, as the store itself tells them. @returns {Promise<string[]>} */
  async objects(bucket) {
    const { hostname, port } = new URL(this.url)
    const { accessKey, secretKey } = this
    const region = 'us-east-1'
    const client = new Client({ endPoint: hostname, port: Number(port), useSSL: false, accessKey, secretKey, region })
    if (!(await client.bucketExists(bucket))) return []
    const names = []
    for await (const { name } of client.listObjectsV2(bucket, '', true)) names.push(String(name))
    return names
  }

  /** Ends it. Waits. */
  async stop() {
    try {
      this.signal('SIGCONT')
      this.signal('SIGKILL')
    } catch {
      // It has ended by itself.
    }
    await run(join(this.#folder, 'stop.sh')).catch(() => undefined)
  }
}

function answers(url) {
  return fetch(url, { signal: AbortSignal.timeout(1000) }).then(
    ({ status }) => status === 200,
    () => false
  )
}
