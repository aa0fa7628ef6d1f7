import { WebSocket } from 'ws'

/** Digits of `ts_wall` behind the milliseconds, written by the producer: the frame's number in its stream. */
const SEQUENCE_START = '2026-01-01T00:00:00.000'.length
const RECONNECT_MS = 250

/**
 * Clients of every member at once, or of the one service. Each result reaches all of them, so what any of them has was
 * analysed; what came with two analysis times was analysed twice.
 */
export class ResultWatch {
  /** By stream: number of the frame -> analysis times that were told of it. @type {Map<string, Map<number, Set<string>>>} */
  #seen = new Map()
  /** By stream, in order of arrival. @type {Map<string, { atMs: number, takenMs: number, sequence: number }[]>} */
  #arrivals = new Map()
  /** By member's url: results that came over it. @type {Map<string, number>} */
  received = new Map()
  /** Results that the service left out since this client read too slowly, as it was told. */
  leftOut = 0
  #sockets = new Map()
  #closed = false
  #onNew

  /** @param {(data: object) => void} [onNew] Gets the data of each result once. */
  constructor(onNew = () => undefined) {
    this.#onNew = onNew
  }

  /**
   * Begins to listen to a member, and goes on for as long as it takes when it goes away.
   *
   * @returns {Promise<void>} Resolves when it is told what comes from then on, or when the first try has failed.
   */
  async listen(url) {
    if (this.#closed) return
    const socket = new WebSocket(`${url.replace('http', 'ws')}/pushhub/ws/results`, { perMessageDeflate: false })
    this.#sockets.set(url, socket)
    socket.on('error', () => undefined)
    socket.on('close', () => setTimeout(() => this.#sockets.has(url) && this.listen(url), RECONNECT_MS).unref())
    socket.on('message', data => {
      this.received.set(url, (this.received.get(url) ?? 0) + 1)
      const message = JSON.parse(String(data))
      this.leftOut += message.dropped ?? 0
      this.#take(message)
    })
    await new Promise(resolve => {
      socket.once('open', resolve)
      socket.once('close', resolve)
    })
  }

  /** A member is not there any more. */
  forget(url) {
    const socket = this.#sockets.get(url)
    this.#sockets.delete(url)
    socket?.terminate()
  }

  close() {
    this.#closed = true
    for (const url of [...this.#sockets.keys()]) this.forget(url)
  }

  /** Results of all streams so far, each frame once. */
  get frames() {
    let count = 0
    for (const frames of this.#seen.values()) count += frames.size
    return count
  }

  /** Whether a frame has a result. */
  has(stream, sequence) {
    return this.#seen.get(stream)?.has(sequence) === true
  }

  /** Frames that were analysed more than once. */
  get twice() {
    let count = 0
    for (const frames of this.#seen.values()) for (const times of frames.values()) if (times.size > 1) count++
    return count
  }

  /** Frames that came behind a later one of their stream, of those that were analysed once. */
  get outOfOrder() {
    let count = 0
    for (const [stream, arrivals] of this.#arrivals) {
      let newest = -1
      for (const { sequence } of arrivals) {
        if (sequence < newest && this.#seen.get(stream)?.get(sequence)?.size === 1) count++
        newest = Math.max(newest, sequence)
      }
    }
    return count
  }

  /**
   * Seconds from a moment to the first result, of each stream, of a frame that was taken after it.
   *
   * @param {readonly string[]} streams @param {number} fromMs Epoch ms.
   * @returns {number[]} In order of size; Infinity for those that have none.
   */
  watchedAgainS(streams, fromMs) {
    return streams
      .map(stream => {
        const first = (this.#arrivals.get(stream) ?? []).find(({ takenMs }) => takenMs >= fromMs)
        return first === undefined ? Number.POSITIVE_INFINITY : (first.atMs - fromMs) / 1000
      })
      .sort((one, other) => one - other)
  }

  /**
   * Seconds that a stream was without a result at most, from one moment to another.
   *
   * @param {readonly string[]} streams @param {number} fromMs Epoch ms. @param {number} untilMs Epoch ms.
   * @returns {number} The longest of all streams.
   */
  longestSilenceS(streams, fromMs, untilMs) {
    const silences = streams.map(stream => {
      const times = (this.#arrivals.get(stream) ?? []).map(({ atMs }) => atMs).filter(at => at > fromMs && at < untilMs)
      const edges = [fromMs, ...times, untilMs]
      return Math.max(...edges.slice(1).map((at, i) => at - edges[i]))
    })
    return Math.max(...silences) / 1000
  }

  #take({ data }) {
    // Told by the clock, not by a frame.
    if (data.result.state === 'No Frames') return
    const sequence = Number(data.ts_wall.slice(SEQUENCE_START, -1))
    const frames = this.#of(this.#seen, data.stream, () => new Map())
    const times = this.#of(frames, sequence, () => new Set())
    const isNew = !times.has(data.timing.ts4)
    times.add(data.timing.ts4)
    if (!isNew) return
    const arrivals = this.#of(this.#arrivals, data.stream, () => [])
    this.#onNew(data)
    arrivals.push({ atMs: Date.now(), takenMs: Date.parse(data.timing.ts1), sequence })
  }

  #of(map, key, make) {
    const value = map.get(key) ?? make()
    map.set(key, value)
    return value
  }
}
