#!/usr/bin/env node
// How well the small working picture estimates the full-size figures that clients' limits are meant for.
//
//   npm run build && node bench/calibration/calibrate.mjs <folder of clips> [runs per clip, default 7]
//
// Needs ffmpeg and ffprobe on the PATH. Takes about 80 s for 13 clips.
import { DEFAULT_CAMERA_SETTINGS } from '../../dist/model/camera.js'
import { judge } from '../../dist/pipeline/detect/judge.js'
import { measure } from '../../dist/pipeline/detect/measure.js'
import { MeasureScratch } from '../../dist/pipeline/detect/measure-scratch.js'
import { printChange, printDisagreements, printEdges, printSteadiness, printVerdicts } from './report.mjs'
import { EDGE_LIMITS, LEAST_WIDTH_PX, SCALES, samples } from './samples.mjs'

const [folder, runsPerClip = '7'] = process.argv.slice(2)
if (folder === undefined) {
  console.error('Cannot calibrate: expected a folder of clips')
  process.exit(2)
}
const scratch = new MeasureScratch()
const results = []
for await (const { clip, width, kind, before, now } of samples(folder, Number(runsPerClip))) {
  const byScale = Object.fromEntries(SCALES.map(scale => [scale, figures(before[scale], now[scale])]))
  results.push({ clip, width, kind, byScale })
}
printEdges(results, EDGE_LIMITS, LEAST_WIDTH_PX)
printChange(results, LEAST_WIDTH_PX)
printVerdicts(results, LEAST_WIDTH_PX)
printDisagreements(results, LEAST_WIDTH_PX)
printSteadiness(results)

function figures(before, now) {
  const edgeRatios = EDGE_LIMITS.map(edge => measure(now, null, edge, scratch).edgeRatio)
  const earlier = measure(before, null, EDGE_LIMITS[0], scratch)
  const measures = measure(now, before, EDGE_LIMITS[0], scratch)
  const { findings } = judge(measures, null, DEFAULT_CAMERA_SETTINGS, new Set())
  return {
    edgeRatios,
    change: measures.change,
    kinds: findings.map(finding => finding.kind),
    lumaStepLevels: Math.abs(measures.meanLumaLevels - earlier.meanLumaLevels),
    edgeStep: Math.abs(measures.edgeRatio - earlier.edgeRatio) / Math.max(earlier.edgeRatio, 0.005)
  }
}
