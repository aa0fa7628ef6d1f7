import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { endWithThis } from '../throughput/end-with-this.mjs'

const PRODUCER = fileURLToPath(new URL('../throughput/producer.mjs', import.meta.url))
/** A camera does not keep frames for later, and does not wait for a Redis that hangs. */
const CAMERA = { enableOfflineQueue: false, maxRetriesPerRequest: 0, commandTimeout: 2000 }

/**
 * Cameras that push frames all the time, from a process of their own, and a ledger of every frame: taken by Redis, refused,
 * or unknown (no answer came).
 */
export class FrameLoad {
  #producer
  #streams
  #framesPerSecond
  #maxlen
  #running = null
  /** By stream: number of its next frame. @type {Map<string, number>} */
  #next = new Map()
  /** By stream: numbers of frames that Redis refused, and of those without an answer. @type {Map<string, Set<number>>} */
  #refused = new Map()
  #unknown = new Map()

  /** @param {object} address Of Redis, as ioredis takes it. @param {{ streams: string[], fps: number, maxlen: number }} load */
  constructor(address, { streams, fps, maxlen }) {
    this.#streams = streams
    this.#framesPerSecond = streams.length * fps
    this.#maxlen = maxlen
    this.#producer = fork(PRODUCER, [JSON.stringify({ ...address, ...CAMERA })])
    endWithThis(this.#producer)
  }

  /** Begins to push. @param {string[][]} files JPEG files of each camera; streams share them out in turn. */
  start(files) {
    const { streams, framesPerSecond, maxlen } = this.#job()
    this.#running = once(this.#producer, 'message')
    this.#producer.send({ files, streams, framesPerSecond, frames: null, maxlen, mayFail: true })
  }

  /** Stops pushing. Resolves when each frame's fate is known. */
  async stop() {
    if (this.#running === null) return
    this.#producer.send({ stop: true })
    const [{ failed, next }] = await this.#running
    this.#running = null
    this.#next = new Map(next)
    for (const [stream, sequence, isRefused] of failed)
      note(isRefused ? this.#refused : this.#unknown, stream, sequence)
  }

  /** The other pictures from now on. */
  async change(files) {
    await this.stop()
    this.start(files)
  }

  /**
   * What became of all frames so far.
   *
   * @param {(stream: string, sequence: number) => boolean} isJudged
   * @returns {{ pushed: number, refused: number, unknown: number, lost: number, lostOf: [string, number][] }} `pushed`: taken by
   *   Redis, as it said or as a result proves; `unknown`: neither; `lost`: taken, and without a result.
   */
  account(isJudged) {
    const counts = { pushed: 0, refused: 0, unknown: 0, lost: 0, lostOf: [] }
    for (const [stream, next] of this.#next) {
      const [refused, unknown] = [this.#refused.get(stream), this.#unknown.get(stream)]
      for (let sequence = 0; sequence < next; sequence++) {
        const judged = isJudged(stream, sequence)
        if (refused?.has(sequence)) counts.refused++
        else if (unknown?.has(sequence) && !judged) counts.unknown++
        else {
          counts.pushed++
          if (judged) continue
          counts.lost++
          counts.lostOf.push([stream, sequence])
        }
      }
    }
    return counts
  }

  close() {
    this.#producer.kill()
  }

  #job() {
    return { streams: this.#streams, framesPerSecond: this.#framesPerSecond, maxlen: this.#maxlen }
  }
}

function note(map, stream, sequence) {
  const known = map.get(stream) ?? new Set()
  known.add(sequence)
  map.set(stream, known)
}
