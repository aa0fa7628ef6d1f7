import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import '../load-typescript.mjs'
import { writePictures } from '../stage/black-and-normal.mjs'
import { FrameLoad } from '../stage/frame-load.mjs'
import { HttpGate } from '../stage/http-gate.mjs'
import { freePort, RedisServer } from '../stage/redis-servers.mjs'
import { S3Server } from '../stage/s3-server.mjs'
import { OwnService } from '../throughput/own-service.mjs'
import { Witness } from './witness.mjs'

const { TcpProxy } = await import('../../test/servers/tcp-proxy.ts')

/** Every fourth camera is black before the outage, and the one behind it from the outage on. */
export const EVERY = 4
const BUCKET = 'chaos'
const POLL_MS = 100
const QUIET_MS = 4000
/** Entries that a stream keeps: more than come in an outage, so that what is lost is the service's. */
const SPARE_ENTRIES = 20
/** Changes of incidents are gathered before they are written, and a trim of snapshots runs once a second. */
const WRITTEN_MS = 2500
/** Gauges of what waits for a store. */
const WAITING = ['snapshot_queue_snapshots', 'snapshots_in_flight', 'incidents_waiting']

/**
 * @typedef {object} Load
 * @property {number} cameras @property {number} fps Frames a second of each.
 * @property {number} beforeS Twice: scenes are learned, then some cameras turn black.
 * @property {number} seconds Of the outage. @property {number} afterS Longest wait for the recovery.
 */

/**
 * One service with its servers, under load, with a witness. A row sees this as its `stage`.
 *
 * What a row may use: `seconds`, `streams`, `folder`; `redis` and `redisProxy`, `s3` and `s3Gate`, as far as the row needs
 * them; `service`, `url`; `outage()`, `stopService()`, `startService()`, `log`.
 */
export class ChaosStage {
  folder = mkdtempSync(join(tmpdir(), 'camera-check-chaos-'))
  /** @type {string[]} */
  streams
  /** Seconds that the outage lasts. */
  seconds
  /** @type {RedisServer | null} */
  redis = null
  /** Between service and Redis where the row says `through: ['redis']`; the cameras go past it. */
  redisProxy = null
  /** @type {S3Server | null} */
  s3 = null
  /** Between service and S3 where the row says `through: ['s3']`. @type {HttpGate | null} */
  s3Gate = null
  /** @type {OwnService} */
  service
  /** @type {Witness} */
  witness
  /** @type {FrameLoad} */
  load
  /** Of the API, when the load ends. @type {object[]} */
  incidentsUnderLoad = []
  /** When the outage began and ended, epoch ms. */
  beganAtMs = Number.NaN
  endedAtMs = Number.NaN
  #row
  #sizes
  #pictures
  #port

  /**
   * @param {import('./row.mjs').Row} row @param {Load} sizes
   * @param {S3Server | null} s3 Shared by rows, since starting it takes long; null where none needs it.
   */
  static async open(row, sizes, s3) {
    const stage = new ChaosStage()
    try {
      stage.#row = row
      stage.#sizes = sizes
      stage.seconds = row.seconds ?? sizes.seconds
      stage.streams = Array.from({ length: sizes.cameras }, (_, i) => `camera-${i}`)
      stage.#pictures = await writePictures(join(stage.folder, 'pictures'))
      await stage.#startServers(s3)
      await row.prepare?.(stage)
      await stage.startService()
      await stage.service.subscribe(stage.streams)
      await stage.witness.start()
      return stage
    } catch (thrown) {
      await stage.close()
      throw thrown
    }
  }

  /** Where the service answers, over all its lives. */
  get url() {
    return `http://127.0.0.1:${this.#port}`
  }

  get bucket() {
    return `${BUCKET}-${this.#port}`
  }

  /** Of all cameras together. */
  get framesPerSecond() {
    return this.#sizes.cameras * this.#sizes.fps
  }

  /** Streams that are black before the outage, and those that turn black with it. */
  get black() {
    const every = place => this.streams.filter((_, i) => i % EVERY === place)
    return { before: every(0), after: every(1) }
  }

  /** Load until the scenes are known and the incidents of black cameras are open and kept. */
  async warmUp() {
    const { beforeS } = this.#sizes
    this.load.start(this.#files([]))
    await sleep(beforeS * 1000)
    await this.load.change(this.#files(['before']))
    await sleep(beforeS * 1000)
  }

  /**
   * The outage: begins, lasts while more cameras turn black, ends; then waits until every camera is judged again.
   *
   * @param {{ begin: () => unknown, end: () => unknown }} fault Both may be async.
   */
  async outage({ begin, end }) {
    this.witness.mark()
    this.beganAtMs = Date.now()
    await begin()
    await this.load.change(this.#files(['before', 'after']))
    await sleep(Math.max(0, this.beganAtMs + this.seconds * 1000 - Date.now()))
    await end()
    this.endedAtMs = Date.now()
    await this.#untilJudgedAgain()
  }

  /** Stops the load, and waits until nothing comes any more. */
  async settle() {
    this.incidentsUnderLoad = await this.incidents()
    await this.load.stop()
    await this.#untilQuiet()
    await this.#untilWritten()
    // A last look, when everything has been written that is going to be.
    await sleep(WRITTEN_MS)
    if (this.service.ended === null) await this.witness.scrape()
  }

  /** Starts the service, for the first time or after `stopService`. */
  async startService() {
    this.#port ??= await freePort('127.0.0.1')
    this.witness ??= new Witness(this.url, () => this.service.pid)
    const folder = join(this.folder, 'service')
    mkdirSync(folder, { recursive: true })
    const { settings = {}, within } = this.#row
    const own = typeof settings === 'function' ? settings(this) : settings
    const command = within?.(this) ?? []
    this.service = await OwnService.start(null, folder, { ...this.#settings(), ...own }, command, line =>
      this.witness.hear(line)
    )
  }

  /** Ends the service. @param {NodeJS.Signals} signal */
  async stopService(signal = 'SIGTERM') {
    this.service.signal(signal)
    while (this.service.ended === null) await sleep(POLL_MS)
  }

  /** All incidents of the API. @returns {Promise<object[]>} */
  async incidents() {
    const found = []
    for (let cursor = ''; ; ) {
      const answer = await fetch(`${this.url}/pushhub/incidents?limit=500${cursor}`)
      if (!answer.ok) throw new Error(`The incidents answered ${answer.status}: ${await answer.text()}`)
      const { items, next } = await answer.json()
      found.push(...items)
      if (next === null) return found
      cursor = `&cursor=${encodeURIComponent(next)}`
    }
  }

  async close() {
    this.witness?.close()
    this.load?.close()
    if (this.service !== undefined) await this.service.close()
    await this.redisProxy?.close()
    this.s3Gate?.close()
    this.redis?.stop()
    await this.#row?.tidy?.(this)
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 })
  }

  async #startServers(s3) {
    const { needs = ['redis', 's3'], through = [] } = this.#row
    this.redis = await RedisServer.start(join(this.folder, 'redis'), { options: this.#row.redisOptions ?? [] })
    const { host, port } = this.redis
    const { fps, afterS } = this.#sizes
    const maxlen = Math.ceil((this.seconds + afterS) * fps) + SPARE_ENTRIES
    this.load = new FrameLoad({ host, port }, { streams: this.streams, fps, maxlen })
    if (through.includes('redis')) this.redisProxy = await TcpProxy.start(host, port)
    if (!needs.includes('s3')) return
    this.s3 = s3
    if (through.includes('s3')) this.s3Gate = await HttpGate.start(s3.url)
  }

  #settings() {
    const { redis, redisProxy, s3, s3Gate } = this
    const settings = {
      PORT: String(this.#port),
      EXECUTOR_CPU: '2',
      REDIS_HOST: redis.host,
      REDIS_PORT: String((redisProxy ?? redis).port),
      MINIO_SAVE_MODE: 'abnormal'
    }
    if (s3 === null) return settings
    return {
      ...settings,
      MINIO_ENDPOINT: s3Gate?.endpoint ?? s3.endpoint,
      MINIO_ACCESS_KEY: s3.accessKey,
      MINIO_SECRET_KEY: s3.secretKey,
      MINIO_BUCKET: this.bucket
    }
  }

  #files(black) {
    const { normal, black: dark } = this.#pictures
    return [black.includes('before') ? dark : normal, black.includes('after') ? dark : normal, normal, normal]
  }

  async #untilJudgedAgain() {
    const giveUpAtMs = this.endedAtMs + this.#sizes.afterS * 1000
    const isBack = () => Number.isFinite(this.witness.results.watchedAgainS(this.streams, this.endedAtMs).at(-1))
    while (Date.now() < giveUpAtMs && !(isBack() && this.#isReady())) await sleep(POLL_MS)
    // A service incident closes a moment after what it told of, and black cameras are to be told as such.
    await sleep(this.#sizes.beforeS * 1000)
  }

  #isReady() {
    const last = this.witness.readiness.at(-1)
    return last !== undefined && last.atMs > this.endedAtMs && last.status === 200
  }

  /** What waits for a store has been taken by it. */
  async #untilWritten() {
    const giveUpAtMs = Date.now() + this.#sizes.afterS * 1000
    const waiting = () => WAITING.some(name => (this.witness.gauges.get(`camera_check_${name}`)?.last ?? 0) > 0)
    while (Date.now() < giveUpAtMs && this.service.ended === null && waiting()) await sleep(POLL_MS)
  }

  async #untilQuiet() {
    const { results } = this.witness
    let [last, lastAtMs] = [results.frames, Date.now()]
    while (Date.now() - lastAtMs < QUIET_MS) {
      await sleep(POLL_MS)
      if (results.frames !== last) [last, lastAtMs] = [results.frames, Date.now()]
    }
  }
}
