import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { endWithThis } from '../../throughput/end-with-this.mjs'
import { OwnService } from '../../throughput/own-service.mjs'
import { writePictures } from '../../stage/black-and-normal.mjs'
import { LonelyNetwork, PRIMARY_NAME, RedisPair, RedisServer } from '../../stage/redis-servers.mjs'
import { ResultWatch } from '../../stage/result-watch.mjs'
import { StateGuard } from '../../stage/state-guard.mjs'

const PRODUCER = fileURLToPath(new URL('../../throughput/producer.mjs', import.meta.url))
const POLL_MS = 100
/** Every fourth camera is black in advance, and the one behind it from the fault on. */
export const EVERY = 4
const MAXLEN = 200

/**
 * Members of a fleet on one machine, their Redis, cameras, and clients of all of them. Member 0 is never the victim: what
 * is asked of the API is asked of it.
 */
export class FleetStage {
  folder = mkdtempSync(join(tmpdir(), 'camera-check-fleet-'))
  /** @type {OwnService[]} */
  members = []
  watch = new ResultWatch()
  /** @type {RedisServer | null} */
  redis = null
  /** @type {RedisPair | null} */
  pair = null
  /** The network of the last member, where it has one of its own. @type {LonelyNetwork | null} */
  network = null
  /** @type {StateGuard} */
  guard
  #producer
  #pictures
  #pushed = 0
  #failed = 0

  /**
   * @param {{ members: number, cameras: number, fps: number, kind?: 'plain' | 'sentinel' | 'network' }} load `fps`: frames a
   *   second of each camera.
   */
  static async open({ members, cameras, fps, kind = 'plain' }) {
    const stage = new FleetStage()
    try {
      stage.streams = Array.from({ length: cameras }, (_, i) => `camera-${i}`)
      stage.fps = fps
      stage.#pictures = await writePictures(join(stage.folder, 'pictures'))
      if (kind === 'sentinel') stage.pair = await RedisPair.start(join(stage.folder, 'redis'))
      else stage.redis = await stage.#startRedis(kind)
      stage.#startProducer()
      stage.guard = new StateGuard(stage.#redisAddress())
      stage.guard.start()
      for (let i = 0; i < members; i++) await stage.addMember(kind === 'network' && i === members - 1)
      await stage.members[0].subscribe(stage.streams)
      return stage
    } catch (thrown) {
      await stage.close()
      throw thrown
    }
  }

  /** Starts one more, or one in the place of another. @param {boolean} isLonely In a network of its own. */
  async addMember(isLonely = false, place = this.members.length) {
    const folder = join(this.folder, `member-${place}-${Date.now()}`)
    mkdirSync(folder)
    const settings = { FLEET: '1', FLEET_ID: `member-${place}`, EXECUTOR_CPU: '1', ...this.#stateSettings(isLonely) }
    const url = this.redis === null ? null : new URL(this.redis.url)
    const within = isLonely ? this.network.within : []
    const member = await OwnService.start(url, folder, settings, within)
    this.members[place] = member
    this.watch.listen(member.url)
    return member
  }

  /** Streams that are black before the fault, and those that turn black with it. */
  get black() {
    return { before: this.#everyOther(0), after: this.#everyOther(1) }
  }

  /**
   * Pushes frames of all cameras at their rate.
   *
   * @param {number} seconds @param {{ black: ('before' | 'after')[] }} picture Which cameras are black.
   * @returns {Promise<void>} Resolves when all are pushed.
   */
  async push(seconds, { black }) {
    const { normal, black: dark } = this.#pictures
    const files = [black.includes('before') ? dark : normal, black.includes('after') ? dark : normal, normal, normal]
    this.#producer.send({
      files,
      streams: this.streams,
      framesPerSecond: this.streams.length * this.fps,
      frames: Math.round(seconds * this.fps) * this.streams.length,
      maxlen: MAXLEN,
      mayFail: true
    })
    const [{ pushed, failed }] = await once(this.#producer, 'message')
    this.#pushed += pushed
    this.#failed += failed.length
  }

  /** Waits until every frame has a result, or nothing has come for a while. */
  async settle(quietMs = 4000) {
    let [last, lastAtMs] = [this.watch.frames, Date.now()]
    while (this.watch.frames < this.#pushed && Date.now() - lastAtMs < quietMs) {
      await sleep(POLL_MS)
      if (this.watch.frames !== last) [last, lastAtMs] = [this.watch.frames, Date.now()]
    }
  }

  /** Of all frames so far. */
  counts() {
    const { frames, twice, outOfOrder } = this.watch
    return { pushed: this.#pushed, refusedByRedis: this.#failed, lost: this.#pushed - frames, twice, outOfOrder }
  }

  /** Incidents of black cameras, by stream. @returns {Promise<Map<string, { id: string, state: string }[]>>} */
  async incidents() {
    const found = new Map()
    let cursor = ''
    do {
      const url = `${this.members[0].url}/pushhub/incidents?kind=black&limit=500${cursor}`
      const answer = await fetch(url)
      if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`)
      const { items, next } = await answer.json()
      for (const { id, stream, state } of items) {
        // Incidents of groups have none.
        if (stream !== null) found.set(stream, [...(found.get(stream) ?? []), { id, state }])
      }
      cursor = next === null ? '' : `&cursor=${encodeURIComponent(next)}`
    } while (cursor !== '')
    return found
  }

  /** A metric of all members that answer, summed up. */
  async metric(name) {
    const values = await Promise.all(
      this.members.map(member =>
        member.metric(name).then(
          series => series.reduce((sum, { value }) => sum + value, 0),
          () => 0
        )
      )
    )
    return values.reduce((sum, value) => sum + value, 0)
  }

  async close() {
    this.watch.close()
    this.guard?.close()
    this.#producer?.kill()
    for (const member of this.members) member.signal('SIGKILL')
    await this.network?.close()
    this.redis?.stop()
    this.pair?.stop()
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 })
  }

  async #startRedis(kind) {
    const folder = join(this.folder, 'redis')
    if (kind !== 'network') return RedisServer.start(folder)
    this.network = await LonelyNetwork.open()
    return RedisServer.start(folder, { host: this.network.hostAddress })
  }

  #stateSettings(isLonely) {
    const network = this.network
    return {
      ...(this.pair === null ? {} : { REDIS_SENTINELS: this.pair.sentinels.join(), REDIS_SENTINEL_NAME: PRIMARY_NAME }),
      // All members of such a fleet reach each other over the cable.
      ...(network === null ? {} : { HOST: isLonely ? network.memberAddress : network.hostAddress })
    }
  }

  #startProducer() {
    const never = { enableOfflineQueue: false, maxRetriesPerRequest: 0, commandTimeout: 2000 }
    this.#producer = fork(PRODUCER, [JSON.stringify({ ...this.#redisAddress(), ...never })])
    endWithThis(this.#producer)
  }

  #redisAddress() {
    if (this.pair === null) return { host: this.redis.host, port: this.redis.port }
    return { sentinels: this.pair.ports.map(port => ({ host: this.pair.primary.host, port })), name: PRIMARY_NAME }
  }

  #everyOther(place) {
    return this.streams.filter((_, i) => i % EVERY === place)
  }
}
