import { execFile, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { RedisServer } from '../stage/redis-servers.mjs'
import { endWithThis } from '../throughput/end-with-this.mjs'
import { OwnService } from '../throughput/own-service.mjs'
import { ResultCheck } from '../throughput/result-check.mjs'
import { FaultyCameras } from './faulty-cameras.mjs'

const run = promisify(execFile)
const path = name => fileURLToPath(new URL(name, import.meta.url))
const INSIDE = new URL('inside-probe.mjs', import.meta.url).href
const POLL_MS = 50
/** What a Redis of frames keeps is gone when it is killed; the other one keeps what it has confirmed. */
const FRAMES_REDIS = ['--appendonly', 'no', '--maxmemory', '2gb']

/** Two Redis servers (frames, state), an S3 store, the service, a producer, and a client that checks. */
export class SoakStage {
  #producer
  #gateway = null
  #s3Url = ''
  folder = mkdtempSync(join(tmpdir(), 'camera-check-soak-'))
  /** @type {RedisServer} */
  frames
  /** @type {RedisServer} */
  state
  /** @type {OwnService} */
  service
  /** @type {ResultCheck} */
  check
  /** @type {FaultyCameras} */
  faulty

  /** @param {{ withS3: boolean }} choices */
  static async open({ withS3 }) {
    const stage = new SoakStage()
    try {
      stage.frames = await RedisServer.start(join(stage.folder, 'frames'), { options: FRAMES_REDIS })
      stage.state = await RedisServer.start(join(stage.folder, 'state'))
      const s3 = withS3 ? await stage.#startS3() : {}
      const settings = { ...stage.#settings(), ...s3 }
      stage.service = await OwnService.start(null, stage.folder, settings)
      const { port } = stage.frames
      // As a camera does: what Redis does not take at once is not kept for later.
      const options = { port, host: '127.0.0.1', enableOfflineQueue: false, maxRetriesPerRequest: 0 }
      stage.#producer = fork(path('../throughput/producer.mjs'), [JSON.stringify(options)])
      endWithThis(stage.#producer)
      stage.check = await ResultCheck.open(stage.service.url, stream => stream.startsWith('steady-'))
      stage.faulty = await FaultyCameras.open(port)
      return stage
    } catch (thrown) {
      await stage.close()
      throw thrown
    }
  }

  get pid() {
    return this.service.pid
  }

  get probe() {
    return join(this.folder, 'probe.sock')
  }

  /** Subscribes that many steady cameras, and the faulty ones beside them. @returns {Promise<string[]>} The steady ones. */
  async subscribe(count) {
    const streams = Array.from({ length: count }, (_, i) => `steady-${i}`)
    await this.service.subscribe([...streams, ...this.faulty.streams])
    return streams
  }

  /** @param {import('../throughput/producer.mjs').Job} job @returns {Promise<{ pushed: number, failed: [string, number][] }>} */
  async push(job) {
    this.#producer.send({ ...job, mayFail: true })
    const [answer] = await once(this.#producer, 'message')
    return answer
  }

  /** Waits until so many frames have a result or nothing has come for a while. */
  async settle(frames, quietMs = 3000) {
    const count = () => accounted(this.check.tally)
    let [last, lastAtMs] = [count(), performance.now()]
    while (count() < frames && performance.now() - lastAtMs < quietMs) {
      await sleep(POLL_MS)
      if (count() !== last) [last, lastAtMs] = [count(), performance.now()]
    }
  }

  /** Id of the S3 gateway: the last of the processes that the script has started, or the one that took its place. */
  get gateway() {
    if (this.#gateway !== null) return this.#gateway.pid
    const last = readFileSync(join(this.folder, 's3', 'pids'), 'utf8')
      .trim()
      .split('\n')
      .at(-1)
    return Number(last.split(' ')[0])
  }

  /** Starts the gateway again after it was killed, on its port. */
  async startGateway() {
    const conf = join(this.folder, 's3', 'ceph.conf')
    this.#gateway = spawn('radosgw', ['-c', conf, '-n', 'client.rgw', '-f'], { stdio: 'ignore' })
    endWithThis(this.#gateway)
    while (!(await answers(this.#s3Url))) await sleep(POLL_MS)
  }

  async close() {
    this.check?.close()
    this.faulty?.close()
    this.#producer?.kill()
    await this.service?.close()
    this.frames?.stop()
    this.state?.stop()
    await run(join(this.folder, 's3', 'stop.sh')).catch(() => undefined)
    rmSync(this.folder, { recursive: true, force: true })
  }

  #settings() {
    return {
      REDIS_HOST: '127.0.0.1',
      REDIS_PORT: String(this.state.port),
      REDIS_URLS: `redis://127.0.0.1:${this.frames.port}/0`,
      NODE_OPTIONS: `--import=${INSIDE}`,
      SOAK_PROBE: this.probe,
      MINIO_SAVE_MODE: 'sample',
      MINIO_SAMPLE_FPS: '0.1',
      MINIO_MAX_FRAMES_PER_STREAM: '20',
      MINIO_TRIM_INTERVAL: '10',
      INCIDENT_MAX: '2000'
    }
  }

  async #startS3() {
    const port = await freePort()
    const env = { ...process.env, STOP_WITH_PID: String(process.pid) }
    const { stdout } = await run(path('../../scripts/start-s3.sh'), [join(this.folder, 's3'), String(port)], { env })
    this.#s3Url = stdout.trim().split('\n').at(-1)
    return {
      MINIO_ENDPOINT: new URL(this.#s3Url).host,
      MINIO_ACCESS_KEY: 'camera-check',
      MINIO_SECRET_KEY: 'camera-check-secret'
    }
  }
}

/** Frames that gave a result, once each, or of which the service has said that it dropped them. */
export function accounted({ results, duplicates, dropped }) {
  return results - duplicates + dropped.overload + dropped.trimmed
}

async function answers(url) {
  return await fetch(url).then(
    () => true,
    () => false
  )
}

function freePort() {
  return new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}
