#!/usr/bin/env node
// Damaged JPEGs for the service's own decoder: no trap, no frame that takes too long, no frame that spoils the next one.
//
//   npm run build && node bench/fuzz-codec/run.mjs [files, default 200000] [seed, default 1]
//
// Ends with 1 on the first fault, and says the number of the file; the same seed makes the same files.
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

const [files = '200000', seed = '1'] = process.argv.slice(2)
const pool = new PlanePool(1 << 24)
const decoder = new AssemblyDecoder()
let state = Number(seed)

const seeds = await makeSeeds()
const expected = seeds.map(jpeg => fingerprint(decode(jpeg, 4)))
let decoded = 0
let whole = 0
let slowestMs = 0
for (let i = 0; i < Number(files); i++) {
  const which = next(seeds.length)
  const jpeg = mutateJpeg(seeds[which], HEADER_BYTES, next)
  const denominator = DENOMINATORS[next(DENOMINATORS.length)]
  const picture = decodeTimed(jpeg, denominator, i)
  if (picture !== null) {
    decoded++
    if (picture.missingRowShare === 0) whole++
    if (picture.luma.length !== picture.width * picture.height) fail(i, 'a plane of the wrong size')
  }
  if (fingerprint(decode(seeds[which], 4)) !== expected[which]) fail(i, 'the next picture is not what it was')
}
const shares = `${decoded} decoded, ${whole} of them whole; the others were refused or left to the library`
console.log(`${files} files, seed ${seed}: ${shares}. Slowest ${slowestMs.toFixed(1)} ms. No trap, no poisoned decode.`)

function decodeTimed(jpeg, denominator, i) {
  try {
    const before = process.cpuUsage()
    const picture = decode(jpeg, denominator)
    const { user, system } = process.cpuUsage(before)
    // CPU time, since a busy machine may stop any process for longer than the limit.
    const ms = (user + system) / 1000
    slowestMs = Math.max(slowestMs, ms)
    if (ms > MAX_MS) fail(i, `it took ${ms.toFixed(1)} ms`)
    return picture
  } catch (thrown) {
    return fail(i, String(thrown))
  }
}

function decode(jpeg, denominator) {
  const read = readJpegHeader(jpeg)
  if ('problem' in read || checkHeader(jpeg, read.header, LIMITS) !== null) return null
  const plan = planScan(jpeg, read.header)
  if (plan === null) return null
  const decodedWidth = Math.max(1, Math.floor(read.header.width / denominator))
  const decodedHeight = Math.max(1, Math.floor(read.header.height / denominator))
  return decoder.decode(jpeg, read.header, plan, { denominator, boxPx: 1, decodedWidth, decodedHeight }, pool)
}

function fail(i, what) {
  console.error(`File ${i} of seed ${seed}: ${what}`)
  process.exit(1)
}

function next(below) {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return Math.floor((state / 2 ** 32) * below)
}

function fingerprint({ luma, chroma, blocks }) {
  return [luma, chroma?.cb, chroma?.cr, blocks.codedBits, blocks.energy]
    .map(plane =>
      plane === undefined ? '' : Buffer.from(plane.buffer, plane.byteOffset, plane.byteLength).toString('latin1')
    )
    .join()
}

async function makeSeeds() {
  const shapes = [
    [160, 120, {}],
    [97, 61, { chromaSubsampling: '4:4:4' }],
    [64, 48, { optimiseCoding: true, quality: 97 }],
    [320, 40, { quality: 30 }],
    [48, 48, { grey: true }]
  ]
  const made = []
  for (const [width, height, { grey, ...options }] of shapes) {
    const raw = Buffer.from(Array.from({ length: width * height * 3 }, (_, i) => ((i >> 5) * 37 + next(40)) & 255))
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
