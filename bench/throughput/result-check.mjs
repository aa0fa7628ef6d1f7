import { WebSocket } from 'ws'

/** Digits of `ts_wall` behind the milliseconds, written by producer.mjs. */
const SEQUENCE_START = '2026-01-01T00:00:00.000'.length

/** A WebSocket client that holds every result against the sequence in which its stream's frames were pushed. */
export class ResultCheck {
  #socket
  /** Number of the newest result of each stream. */
  #newest = new Map()
  #tally = emptyTally()
  /** @type {(stream: string) => boolean} */
  #counts = () => true

  /** @param {string} url Of the service, http. @param {(stream: string) => boolean} [counts] Cameras that count; left out: all. */
  static async open(url, counts = () => true) {
    const check = new ResultCheck()
    check.#counts = counts
    check.#socket = new WebSocket(`${url.replace('http', 'ws')}/pushhub/ws/results`, { perMessageDeflate: false })
    check.#socket.on('message', data => check.#take(JSON.parse(String(data))))
    await new Promise((resolve, reject) => {
      check.#socket.once('open', resolve)
      check.#socket.once('error', reject)
    })
    return check
  }

  /** What was received since the last `reset`. */
  get tally() {
    return this.#tally
  }

  /** Counts anew; numbers of the streams go on. */
  reset() {
    this.#tally = emptyTally()
  }

  close() {
    this.#socket.terminate()
  }

  #take({ dropped, data }) {
    if (data !== undefined && !this.#counts(data.stream)) return
    const tally = this.#tally
    // A message that tells of lost results, because this client was too slow.
    tally.lostByClient += dropped ?? 0
    for (const reason of ['overload', 'trimmed', 'cooldown'])
      tally.dropped[reason] += data.result.dropped?.[reason] ?? 0
    if (data.result.state === 'No Frames') {
      tally.gaps++
      return
    }
    tally.results++
    tally.lastAtMs = performance.now()
    tally.states[data.result.state] = (tally.states[data.result.state] ?? 0) + 1
    tally.latenciesMs.push(Date.now() - Date.parse(data.timing.ts1))
    this.#checkOrder(data.stream, Number(data.ts_wall.slice(SEQUENCE_START, -1)))
  }

  #checkOrder(stream, sequence) {
    const newest = this.#newest.get(stream) ?? -1
    if (sequence === newest) this.#tally.duplicates++
    else if (sequence < newest) this.#tally.outOfOrder++
    else {
      this.#tally.missing += sequence - newest - 1
      this.#newest.set(stream, sequence)
    }
  }
}

function emptyTally() {
  return {
    results: 0,
    /** When the newest result came, by performance.now(). */
    lastAtMs: 0,
    duplicates: 0,
    outOfOrder: 0,
    /** Numbers passed over; a late frame that fills such a hole counts as out of order. */
    missing: 0,
    gaps: 0,
    lostByClient: 0,
    dropped: { overload: 0, trimmed: 0, cooldown: 0 },
    states: {},
    latenciesMs: []
  }
}

/** @param {number[]} values @param {number} share 0..1 */
export function percentile(values, share) {
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
