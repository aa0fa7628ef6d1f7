import sharp from 'sharp'
import { AssemblyDecoder } from '../../dist/codec/assembly-decoder.js'
import { checkHeader } from '../../dist/codec/decode-limits.js'
import { readJpegHeader } from '../../dist/codec/jpeg-header.js'
import { PlanePool } from '../../dist/codec/plane-pool.js'
import { planScan } from '../../dist/codec/scan-plan.js'
import { mutateJpeg } from './mutate-jpeg.mjs'

const LIMITS = { maxBytes: 16 * 1024 * 1024, maxPixels: 100_000_000 }
const MAX_MS = 50
const DENOMINATORS = [1, 2, 4, 8]
const HEADER_BYTES = 700
const FILES_AT_ONCE = 200

/**
 * The decoder of our own under damaged JPEGs: it may refuse or give a partial picture. It may not throw, take long, give a
 * plane of the wrong size or spoil the next decode.
 */
export class CodecFuzz {
  name = 'codec'
  #pool = new PlanePool(1 << 24)
  #decoder = new AssemblyDecoder()
  #seeds = []
  #expected = []
  #slowestMs = 0
  #decoded = 0
  #files = 0

  async open(random) {
    this.#seeds = await makeSeeds(random)
    this.#expected = this.#seeds.map(jpeg => fingerprint(this.#decode(jpeg, 4)))
  }

  /** @returns {Promise<{ value: unknown, problem: string } | null>} What fails. */
  async step(random) {
    for (let i = 0; i < FILES_AT_ONCE; i++) {
      const which = random.next(this.#seeds.length)
      const jpeg = mutateJpeg(this.#seeds[which], HEADER_BYTES, random.next)
      const denominator = random.pick(DENOMINATORS)
      const problem = this.#problem(jpeg, denominator, which)
      this.#files++
      if (problem !== null)
        return { value: jpeg, problem, fails: bytes => this.#problem(bytes, denominator, which) !== null }
    }
    return null
  }

  report() {
    return `${this.#files} files, ${this.#decoded} decoded, the others refused or left to the library; slowest ${this.#slowestMs.toFixed(1)} ms of CPU`
  }

  async close() {
    // Nothing is held open.
  }

  #problem(jpeg, denominator, which) {
    try {
      const before = process.cpuUsage()
      const picture = this.#decode(jpeg, denominator)
      const { user, system } = process.cpuUsage(before)
      // CPU time, since a busy machine may stop any process for longer than the limit.
      const ms = (user + system) / 1000
      this.#slowestMs = Math.max(this.#slowestMs, ms)
      if (ms > MAX_MS) return `it took ${ms.toFixed(1)} ms`
      if (picture !== null) this.#decoded++
      if (picture !== null && picture.luma.length !== picture.width * picture.height) return 'a plane of the wrong size'
      const isSame = fingerprint(this.#decode(this.#seeds[which], 4)) === this.#expected[which]
      return isSame ? null : 'the next picture is not what it was'
    } catch (thrown) {
      return String(thrown)
    }
  }

  #decode(jpeg, denominator) {
    const read = readJpegHeader(jpeg)
    if ('problem' in read || checkHeader(jpeg, read.header, LIMITS) !== null) return null
    const plan = planScan(jpeg, read.header)
    if (plan === null) return null
    const decodedWidth = Math.max(1, Math.floor(read.header.width / denominator))
    const decodedHeight = Math.max(1, Math.floor(read.header.height / denominator))
    const size = { denominator, boxPx: 1, decodedWidth, decodedHeight }
    return this.#decoder.decode(jpeg, read.header, plan, size, this.#pool)
  }
}

function fingerprint({ luma, chroma, blocks }) {
  return [luma, chroma?.cb, chroma?.cr, blocks.codedBits, blocks.energy]
    .map(plane =>
      plane === undefined ? '' : Buffer.from(plane.buffer, plane.byteOffset, plane.byteLength).toString('latin1')
    )
    .join()
}

async function makeSeeds(random) {
  const shapes = [
    [160, 120, {}],
    [97, 61, { chromaSubsampling: '4:4:4' }],
    [64, 48, { optimiseCoding: true, quality: 97 }],
    [320, 40, { quality: 30 }],
    [48, 48, { grey: true }]
  ]
  const made = []
  for (const [width, height, { grey, ...options }] of shapes) {
    const raw = Buffer.from(
      Array.from({ length: width * height * 3 }, (_, i) => ((i >> 5) * 37 + random.next(40)) & 255)
    )
    const image = sharp(raw, { raw: { width, height, channels: 3 } })
    made.push(await (grey ? image.toColourspace('b-w') : image).jpeg(options).toBuffer())
  }
  return [...made, ...made.slice(0, 2).map(withRestarts)]
}

/** Announces restarts after each unit, and puts markers in: they are damage in themselves, and lead into the resync. */
function withRestarts(jpeg) {
  const scan = readJpegHeader(jpeg).header.scanOffset
  const parts = [jpeg.subarray(0, 2), Buffer.from([0xff, 0xdd, 0, 4, 0, 1]), jpeg.subarray(2, scan)]
  for (let at = scan, i = 0; at < jpeg.length; at += 40, i++) {
    parts.push(jpeg.subarray(at, at + 40), Buffer.from([0xff, 0xd0 + (i % 8)]))
  }
  return Buffer.concat(parts)
}
