import { frameOfEntry } from '../../dist/pipeline/capture/stream-entry.js'
import { randomJson } from './random-json.mjs'

const MAX_FRAME_BYTES = 1024 * 1024
const MAX_MS = 50
const ENTRIES_AT_ONCE = 500
const KEYS = ['ts1', 'ts2', 'ts_wall_iso', 'shape', 'test_fault', 'test_next', '__proto__', 'constructor', 'extra']

/** What producers write beside a picture: whatever it is, the frame is one, or says what is wrong with it. */
export class MetaFuzz {
  name = 'meta'
  #entries = 0
  #slowestMs = 0

  async open() {
    // Nothing to open.
  }

  async step(random) {
    for (let i = 0; i < ENTRIES_AT_ONCE; i++) {
      const parts = randomParts(random)
      this.#entries++
      const problem = this.#problem(parts)
      if (problem === null) continue
      return {
        value: parts.meta ?? Buffer.alloc(0),
        problem,
        fails: meta => this.#problem({ ...parts, meta }) !== null
      }
    }
    return null
  }

  report() {
    return `${this.#entries} entries, slowest ${this.#slowestMs.toFixed(1)} ms of CPU`
  }

  async close() {
    // Nothing is held open.
  }

  #problem(parts) {
    try {
      const before = process.cpuUsage()
      const frame = frameOfEntry(parts, MAX_FRAME_BYTES)
      const { user, system } = process.cpuUsage(before)
      const ms = (user + system) / 1000
      this.#slowestMs = Math.max(this.#slowestMs, ms)
      return ms > MAX_MS ? `it took ${ms} ms` : wrongFrame(frame)
    } catch (thrown) {
      return String(thrown)
    }
  }
}

function wrongFrame({ meta, jpeg, problem, jpegKey }) {
  const isTime = value => value === null || Number.isFinite(value)
  if (!isTime(meta.capturedAtMs) || !isTime(meta.enqueuedAtMs)) return 'a time that is none'
  if (meta.wallClock !== null && typeof meta.wallClock !== 'string') return 'a wall clock that is no text'
  if (meta.shape !== null && !(Array.isArray(meta.shape) && meta.shape.every(Number.isFinite)))
    return 'a shape that is none'
  if (meta.problem !== null && typeof meta.problem !== 'string') return 'a problem without a text'
  if (jpeg.length === 0 && problem === null && jpegKey === undefined) return 'no bytes and no reason'
  return null
}

function randomParts(random) {
  return {
    stream: random.text(1 + random.next(20)),
    cursor: '1-1',
    addedAtMs: 1,
    receivedAtMs: 2,
    jpeg: random.pick([null, Buffer.alloc(0), Buffer.from([0xff, 0xd8, 0xff]), random.bytes(40)]),
    jpegKey: random.pick([null, null, Buffer.alloc(0), Buffer.from('key'), random.bytes(random.next(1500))]),
    meta: randomMeta(random)
  }
}

function randomMeta(random) {
  const kind = random.next(5)
  if (kind === 0)
    return random.pick([null, Buffer.alloc(0), random.bytes(random.next(200)), Buffer.alloc(70_000, 0x5b)])
  const object = Object.fromEntries(
    Array.from({ length: random.next(6) }, () => [random.pick(KEYS), randomJson(random, 3)])
  )
  const bytes = Buffer.from(JSON.stringify(kind === 1 ? randomJson(random, 4) : object))
  if (kind === 2 && bytes.length > 0) bytes[random.next(bytes.length)] = random.next(256)
  return kind === 3 ? bytes.subarray(0, random.next(bytes.length + 1)) : bytes
}
