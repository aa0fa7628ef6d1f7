import { readFileSync } from 'node:fs'
import { WebSocket } from 'ws'
import { ResultWatch } from '../stage/result-watch.mjs'

const READY_EVERY_MS = 250
const METRICS_EVERY_MS = 1000
const ASK_MS = 5000
const RECONNECT_MS = 250
const METRIC = /^(camera_check_\w+(?:\{[^}]*\})?) (\S+)$/

/**
 * Looks at one service from outside, as those who use it do: a client of the results and of the events, `/readyz` and
 * `/metrics` again and again, the log, the memory that the system shows. Goes on when the service ends and comes back.
 */
export class Witness {
  /** Results, each frame once. @type {ResultWatch} */
  results
  /** Told over `/pushhub/ws/events`. @type {{ atMs: number, type: string, incident: object }[]} */
  incidents = []
  /** Lines of the log from `warn` on. @type {{ atMs: number, level: string, msg: string }[]} */
  log = []
  /** `status` null: no answer within 5 s. @type {{ atMs: number, tookMs: number, status: number | null, failing: { name: string, detail: string }[] }[]} */
  readiness = []
  /** Memory in RAM, bytes. @type {{ atMs: number, bytes: number }[]} */
  memory = []
  /** By metric with labels: the least, the most and the last value seen since the mark. @type {Map<string, { least: number, most: number, last: number }>} */
  gauges = new Map()
  /** Results that the service stored, as it told: object keys. @type {Set<string>} */
  toldKeys = new Set()
  /** Results of frames that are to be stored. */
  abnormal = 0
  /** Totals of counters over all lives of the service. @type {Map<string, { base: number, last: number }>} */
  #counters = new Map()
  #url
  #pidOf
  #timers = []
  #events = null
  #closed = false

  /** @param {string} url @param {() => number} pidOf Process of the service. */
  constructor(url, pidOf) {
    this.#url = url
    this.#pidOf = pidOf
    this.results = new ResultWatch(data => this.#takeResult(data))
  }

  /** Resolves when no result is missed any more. */
  async start() {
    const isListening = this.results.listen(this.#url)
    this.#listenToEvents()
    this.#timers = [
      setInterval(() => void this.#askReady(), READY_EVERY_MS),
      setInterval(() => void this.scrape().catch(() => undefined), METRICS_EVERY_MS)
    ]
    await isListening
  }

  /** Takes one line of the service's log. */
  hear(line) {
    if (['warn', 'error', 'fatal'].includes(line.level)) this.log.push({ atMs: Date.now(), ...line })
  }

  /** Reads every metric now. @throws Error when the service does not answer. */
  async scrape() {
    const text = await (await fetch(`${this.#url}/metrics`, { signal: AbortSignal.timeout(ASK_MS) })).text()
    for (const line of text.split('\n')) {
      const [, name, value] = METRIC.exec(line) ?? []
      if (name !== undefined) this.#takeMetric(name, Number(value))
    }
  }

  /** A counter's total over all lives of the service and all labels. @param {string} name Without `camera_check_`. */
  counter(name) {
    let total = 0
    for (const [series, { base, last }] of this.#counters) if (isSeriesOf(series, name)) total += base + last
    return total
  }

  /** From here on `gauges` is what was seen since. */
  mark() {
    this.gauges.clear()
  }

  close() {
    this.#closed = true
    for (const timer of this.#timers) clearInterval(timer)
    this.#events?.terminate()
    this.results.close()
  }

  #takeMetric(series, value) {
    const seen = this.gauges.get(series) ?? { least: value, most: value, last: value }
    this.gauges.set(series, {
      least: Math.min(seen.least, value),
      most: Math.max(seen.most, value),
      last: value
    })
    if (!series.includes('_total')) return
    const { base, last } = this.#counters.get(series) ?? { base: 0, last: 0 }
    // One that fell began anew: the service was started again.
    this.#counters.set(series, { base: value < last ? base + last : base, last: value })
  }

  #takeResult({ result, obj_refs: references = [] }) {
    for (const { minio_object_key: key } of references) this.toldKeys.add(key)
    // Bytes that are no picture may be too many to be kept.
    if (result.state !== 'Normal' && result.state !== 'Error') this.abnormal++
  }

  async #askReady() {
    const atMs = Date.now()
    this.#lookAtMemory(atMs)
    try {
      const answer = await fetch(`${this.#url}/readyz`, { signal: AbortSignal.timeout(ASK_MS) })
      const { checks } = await answer.json()
      const failing = checks.filter(({ ok }) => !ok).map(({ name, detail }) => ({ name, detail }))
      this.readiness.push({ atMs, tookMs: Date.now() - atMs, status: answer.status, failing })
    } catch {
      this.readiness.push({ atMs, tookMs: Date.now() - atMs, status: null, failing: [] })
    }
  }

  #lookAtMemory(atMs) {
    try {
      const kib = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${this.#pidOf()}/status`, 'utf8'))?.[1]
      if (kib !== undefined) this.memory.push({ atMs, bytes: Number(kib) * 1024 })
    } catch {
      // The service has ended, and is not back yet.
    }
  }

  #listenToEvents() {
    if (this.#closed) return
    const socket = new WebSocket(`${this.#url.replace('http', 'ws')}/pushhub/ws/events`, { perMessageDeflate: false })
    this.#events = socket
    socket.on('error', () => undefined)
    socket.on('close', () => setTimeout(() => this.#listenToEvents(), RECONNECT_MS).unref())
    socket.on('message', data => {
      const event = JSON.parse(String(data))
      if (event.incident !== undefined) {
        this.incidents.push({ atMs: Date.now(), type: event.type, incident: event.incident })
      }
    })
  }
}

function isSeriesOf(series, name) {
  const full = `camera_check_${name}`
  return series === full || series.startsWith(`${full}{`)
}
