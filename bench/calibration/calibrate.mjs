#!/usr/bin/env node
// How well the small working picture estimates the full-size figures that clients' limits are meant for.
//
//   npm run build && node bench/calibration/calibrate.mjs <folder of clips> [runs per clip, default 7]
//
// Needs ffmpeg and ffprobe on the PATH. Takes about two minutes for 13 clips; the same clips give the same figures.
import sharp from 'sharp'
import { readJpegHeader } from '../../dist/codec/jpeg-header.js'
import { decodeShrunkLuma } from '../../dist/codec/shrunk-luma.js'
import { DEFAULT_CAMERA_SETTINGS } from '../../dist/model/camera.js'
import { judge } from '../../dist/pipeline/detect/judge.js'
import { measure } from '../../dist/pipeline/detect/measure.js'
import { MeasureScratch } from '../../dist/pipeline/detect/measure-scratch.js'
import { covered, cutAway, seededRandom, shaken } from './effects.mjs'
import { listClips, readRuns } from './footage.mjs'
import { printChange, printEdges, printSteadiness, printVerdicts } from './report.mjs'

const SCALES = [1, 2, 4, 8]
// The widest clips stand for wide cameras: 1/8 is used from 1920 px on, and the widest footage at hand has 1280.
const LEAST_WIDTH_PX = { 2: 480, 4: 636, 8: 768 }
const EDGE_LIMITS = [
  { low: 50, high: 150 },
  { low: 30, high: 90 },
  { low: 100, high: 200 },
  { low: 80, high: 240 },
  { low: 20, high: 60 }
]
const JPEG_QUALITY = 85
const SHAKES_PX = { least: 2, most: 60, atWidth: 640 }

const [folder, runsPerClip = '7'] = process.argv.slice(2)
if (folder === undefined) {
  console.error('Cannot calibrate: expected a folder of clips')
  process.exit(2)
}
const random = seededRandom(7)
const scratch = new MeasureScratch()
const samples = []
for (const clip of listClips(folder)) {
  let runs = 0
  for await (const run of readRuns(clip, 40)) {
    // Read to the end all the same: ffmpeg complains when its reader goes away.
    if (++runs <= Number(runsPerClip)) await takeRun(clip, run)
  }
  console.error(`${clip.id} ${clip.width} x ${clip.height}: ${Math.min(runs, Number(runsPerClip))} runs`)
}
printEdges(samples, EDGE_LIMITS, LEAST_WIDTH_PX)
printChange(samples, LEAST_WIDTH_PX)
printVerdicts(samples, LEAST_WIDTH_PX)
printSteadiness(samples)

/** One healthy frame, and what may come after it. */
async function takeRun(clip, [first, next, later]) {
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
    const now = await pictures(frame)
    const byScale = Object.fromEntries(SCALES.map(scale => [scale, figures(before[scale], now[scale])]))
    samples.push({ clip: clip.id, width: clip.width, kind, byScale })
  }
}

/** The frame as a camera would send it, decoded at each scale by the service's own decoder. */
async function pictures({ rgb, width, height }) {
  const jpeg = await sharp(rgb, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: JPEG_QUALITY })
    .toBuffer()
  const { header } = readJpegHeader(jpeg)
  const list = {}
  for (const scale of SCALES) {
    const decodedWidth = Math.floor(header.width / scale)
    const decodedHeight = Math.floor(header.height / scale)
    const plane = await decodeShrunkLuma(
      jpeg,
      { denominator: scale, boxPx: 1, decodedWidth, decodedHeight },
      'end of data'
    )
    list[scale] = { ...plane, sourceWidth: width, sourceHeight: height, channels: 3, scale }
  }
  return list
}

function figures(before, now) {
  const edgeRatios = EDGE_LIMITS.map(edge => measure(now, null, edge, scratch).edgeRatio)
  const earlier = measure(before, null, EDGE_LIMITS[0], scratch)
  const measures = measure(now, before, EDGE_LIMITS[0], scratch)
  const { findings } = judge(measures, DEFAULT_CAMERA_SETTINGS, new Set())
  return {
    edgeRatios,
    change: measures.change,
    kinds: findings.map(finding => finding.kind),
    lumaStepLevels: Math.abs(measures.meanLumaLevels - earlier.meanLumaLevels),
    edgeStep: Math.abs(measures.edgeRatio - earlier.edgeRatio) / Math.max(earlier.edgeRatio, 0.005)
  }
}
