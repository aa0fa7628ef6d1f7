import sharp from 'sharp'
import { AssemblyDecoder } from '../../dist/codec/assembly-decoder.js'
import { readJpegHeader } from '../../dist/codec/jpeg-header.js'
import { PlanePool } from '../../dist/codec/plane-pool.js'
import { planScan } from '../../dist/codec/scan-plan.js'
import { covered, cutAway, seededRandom, shaken } from './effects.mjs'
import { listClips, readRuns } from './footage.mjs'

export const SCALES = [1, 2, 4, 8]
// The widest clips stand for wide cameras: 1/8 is used from 1920 px on, and the widest footage at hand has 1280.
export const LEAST_WIDTH_PX = { 2: 480, 4: 636, 8: 768 }
export const EDGE_LIMITS = [
  { low: 50, high: 150 },
  { low: 30, high: 90 },
  { low: 100, high: 200 },
  { low: 80, high: 240 },
  { low: 20, high: 60 }
]

const RUN_EVERY_FRAMES = 40
const JPEG_QUALITY = 85
const SHAKES_PX = { least: 2, most: 60, atWidth: 640 }
const SEED = 7

const decoder = new AssemblyDecoder()
const pool = new PlanePool(0)

/**
 * Pairs of neighbouring pictures, as filmed and with something done to the second: `{ clip, width, kind, before, now }`,
 * where `before` and `now` hold a working picture for each scale. The same clips give the same pairs.
 */
export async function* samples(folder, runsPerClip) {
  const random = seededRandom(SEED)
  for (const clip of listClips(folder)) {
    let runs = 0
    for await (const run of readRuns(clip, RUN_EVERY_FRAMES)) {
      // Read to the end all the same: ffmpeg complains when its reader goes away.
      if (++runs <= runsPerClip) yield* samplesOfRun(clip, run, random)
    }
    console.error(`${clip.id} ${clip.width} x ${clip.height}: ${Math.min(runs, runsPerClip)} runs`)
  }
}

/** One healthy frame, and what may come after it. */
async function* samplesOfRun(clip, [first, next, later], random) {
  const before = await pictures(first)
  const angle = random() * 2 * Math.PI
  const reach = SHAKES_PX.least * (SHAKES_PX.most / SHAKES_PX.least) ** random() * (clip.width / SHAKES_PX.atWidth)
  const after = {
    next,
    later,
    cover: covered(next, 1, random),
    'part cover': covered(next, 0.5 + random() * 0.5, random),
    shake: shaken(next, Math.cos(angle) * reach, Math.sin(angle) * reach, random()),
    cut: cutAway(next)
  }
  for (const [kind, frame] of Object.entries(after)) {
    yield { clip: clip.id, width: clip.width, kind, before, now: await pictures(frame) }
  }
}

/** The frame as a camera would send it, decoded at each scale by the service's own decoder. */
async function pictures({ rgb, width, height }) {
  const jpeg = await sharp(rgb, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: JPEG_QUALITY })
    .toBuffer()
  const { header } = readJpegHeader(jpeg)
  const plan = planScan(jpeg, header)
  const list = {}
  for (const scale of SCALES) {
    const decodedWidth = Math.floor(width / scale)
    const decodedHeight = Math.floor(height / scale)
    const size = { denominator: scale, boxPx: 1, decodedWidth, decodedHeight }
    list[scale] = decoder.decode(jpeg, header, plan, size, pool)
  }
  return list
}
