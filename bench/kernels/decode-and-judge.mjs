#!/usr/bin/env node
// CPU of one frame, stage by stage, on one core: decode, measure, judge.
//
//   npm run build && node bench/kernels/decode-and-judge.mjs [folder of JPEGs, default: drawn pictures] [frames, default 200]
//   --quick in place of the folder: a few drawn pictures, to see that it works
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import sharp from 'sharp'
import { decodeJpeg } from '../../dist/codec/decode.js'
import { DEFAULT_CAMERA_SETTINGS } from '../../dist/model/camera.js'
import { judge } from '../../dist/pipeline/detect/judge.js'
import { measure } from '../../dist/pipeline/detect/measure.js'
import { MeasureScratch } from '../../dist/pipeline/detect/measure-scratch.js'
import { FaultBoard } from '../../dist/pipeline/incidents/fault-board.js'
import { FAULT_TIMINGS } from '../../dist/pipeline/detect/registry.js'

const LIMITS = { maxBytes: 16 * 1024 * 1024, maxPixels: 100_000_000 }
const SIZES = [
  [640, 360],
  [1280, 720],
  [1919, 1080],
  [1920, 1080],
  [3840, 2160]
]
const WARM_UP = 30

const isQuick = process.argv[2] === '--quick'
const [folder, frames = '200'] = isQuick ? [undefined, '5'] : process.argv.slice(2)
const scratch = new MeasureScratch()
console.log(
  '| picture | bytes | working picture | decode, CPU ms | measure + judge, CPU ms |\n| --- | --- | --- | --- | --- |'
)
if (folder === undefined) {
  for (const [width, height] of SIZES) await report([await drawn(width, height, 0), await drawn(width, height, 5)])
} else {
  const files = readdirSync(folder).filter(file => /\.jpe?g$/i.test(file))
  await report(files.sort().map(file => readFileSync(path.join(folder, file))))
}

async function report(jpegs) {
  const pictures = []
  for (const jpeg of jpegs) pictures.push((await decodeJpeg(jpeg, LIMITS)).picture)
  const decodeMs = await cpuMs(i => decodeJpeg(jpegs[i % jpegs.length], LIMITS))
  const board = new FaultBoard(FAULT_TIMINGS)
  const judgeMs = await cpuMs(i => {
    const [picture, previous] = [pictures[i % pictures.length], pictures[(i + 1) % pictures.length]]
    const measures = measure(picture, previous, DEFAULT_CAMERA_SETTINGS.edge, scratch)
    board.update(judge(measures, DEFAULT_CAMERA_SETTINGS, board.raised).findings, i * 100)
  })
  const { sourceWidth, sourceHeight, width, height } = pictures[0]
  const bytes = Math.round(jpegs.reduce((sum, jpeg) => sum + jpeg.length, 0) / jpegs.length)
  console.log(`| ${sourceWidth} x ${sourceHeight} | ${bytes} | ${width} x ${height} | ${decodeMs} | ${judgeMs} |`)
}

async function cpuMs(work) {
  for (let i = 0; i < WARM_UP; i++) await work(i)
  const before = process.cpuUsage()
  for (let i = 0; i < Number(frames); i++) await work(i)
  const { user, system } = process.cpuUsage(before)
  return ((user + system) / 1000 / Number(frames)).toFixed(2)
}

/** A street of boxes with grain: about as many bytes and edges as a camera's picture. */
async function drawn(width, height, shiftPx) {
  const pixels = Buffer.alloc(width * height * 3)
  const cell = Math.max(8, Math.round(width / 40))
  let seed = 1
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const level = 40 + ((Math.floor((x + shiftPx) / cell) * 5 + Math.floor(y / cell) * 3) % 8) * 22
      seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff
      const grain = (seed >> 16) % 9
      for (let channel = 0; channel < 3; channel++) pixels[at++] = level + grain + channel * 6
    }
  }
  return await sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 85 })
    .toBuffer()
}
