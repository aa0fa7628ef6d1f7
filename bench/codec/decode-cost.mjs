#!/usr/bin/env node
// What decoding a frame costs, CPU ms: the service's own decoder at 1/8, 1/4 and 1/2 (luma, chroma, block figures), beside
// libjpeg-turbo's scaled decode to grey from C, and sharp. All take turns in one run, on the same frames.
//
//   npm run build && node bench/codec/decode-cost.mjs [folder of clips, default ../shared/bench/dev/clips] [rounds, default 15]
//
// Frames: 720p, 1080p and 4K at quality 85 and 4:2:0, about 120, 260 and 950 KB: from the clips where ffmpeg and the folder
// are there, upscaled and with grain that brings the bytes to that; else drawn. libjpeg-turbo needs gcc and
// libjpeg62-turbo-dev (Debian). A peer that is not there is named.
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { AssemblyDecoder } from '../../dist/codec/assembly-decoder.js'
import { givePicture } from '../../dist/codec/give-picture.js'
import { readJpegHeader } from '../../dist/codec/jpeg-header.js'
import { PlanePool } from '../../dist/codec/plane-pool.js'
import { planScan } from '../../dist/codec/scan-plan.js'

const SIZES = [
  { width: 1280, height: 720, grain: 4 },
  { width: 1920, height: 1080, grain: 5 },
  { width: 3840, height: 2160, grain: 6 }
]
const TARGETS = { 8: 0.7, 4: 0.85, 2: 0.85 }
const CLIPS_IN_USE = 4
const WARM_UP = 8

sharp.cache(false)
sharp.concurrency(1)
const [clips = '../shared/bench/dev/clips', rounds = '15'] = process.argv.slice(2)
const folder = mkdtempSync(path.join(tmpdir(), 'decode-cost-'))
const decoder = new AssemblyDecoder()
const pool = new PlanePool(1 << 24)

try {
  const peer = buildPeer()
  console.log(peer === null ? 'libjpeg-turbo from C: missing (gcc, libjpeg62-turbo-dev)\n' : '')
  console.log('| frame | KB | scale | own | libjpeg-turbo grey | sharp | own / libjpeg-turbo | target |')
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- |')
  for (const size of SIZES) await measure(size, peer)
} finally {
  rmSync(folder, { recursive: true })
}

function buildPeer() {
  const program = path.join(folder, 'libjpeg-scaled-grey')
  const source = fileURLToPath(new URL('libjpeg-scaled-grey.c', import.meta.url))
  return spawnSync('gcc', ['-O3', '-o', program, source, '-ljpeg'], { stdio: 'ignore' }).status === 0 ? program : null
}

async function measure(size, peer) {
  const files = await makeFrames(size)
  const jpegs = files.map(({ jpeg }) => jpeg)
  const kilobytes = Math.round(jpegs.reduce((sum, { length }) => sum + length, 0) / jpegs.length / 1000)
  const libjpeg = peer === null ? null : startPeer(peer, files)
  for (const denominator of [8, 4, 2]) {
    const times = { own: [], libjpeg: [], sharp: [] }
    for (let i = 0; i < WARM_UP; i++) for (const jpeg of jpegs) decodeOwn(jpeg, denominator)
    for (let round = 0; round < Number(rounds); round++) {
      times.own.push(cpuMs(() => decodeAllOwn(jpegs, denominator)) / jpegs.length)
      if (libjpeg !== null) times.libjpeg.push((await libjpeg.decodeAll(denominator)) / jpegs.length)
      times.sharp.push((await cpuMsOf(() => decodeWithSharp(jpegs, size, denominator))) / jpegs.length)
    }
    report(size, kilobytes, denominator, times)
  }
  libjpeg?.end()
}

function report({ width, height }, kilobytes, denominator, times) {
  const [own, libjpeg, library] = [median(times.own), median(times.libjpeg), median(times.sharp)]
  const ratio = times.libjpeg.length === 0 ? '-' : median(times.own.map((ms, i) => ms / times.libjpeg[i])).toFixed(2)
  const cells = [`${width} x ${height}`, kilobytes, `1/${denominator}`, own.toFixed(3)]
  cells.push(
    times.libjpeg.length === 0 ? 'missing' : libjpeg.toFixed(3),
    library.toFixed(3),
    ratio,
    TARGETS[denominator]
  )
  console.log(`| ${cells.join(' | ')} |`)
}

function decodeAllOwn(jpegs, denominator) {
  for (const jpeg of jpegs) decodeOwn(jpeg, denominator)
}

function decodeOwn(jpeg, denominator) {
  const { header } = readJpegHeader(jpeg)
  const decodedWidth = Math.floor(header.width / denominator)
  const decodedHeight = Math.floor(header.height / denominator)
  const size = { denominator, boxPx: 1, decodedWidth, decodedHeight }
  givePicture(decoder.decode(jpeg, header, planScan(jpeg, header), size, pool), pool)
}

async function decodeWithSharp(jpegs, { width, height }, denominator) {
  for (const jpeg of jpegs) {
    await sharp(jpeg)
      .resize(width / denominator, height / denominator, { fit: 'fill' })
      .raw()
      .toBuffer()
  }
}

function cpuMs(work) {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

async function cpuMsOf(work) {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

function startPeer(program, files) {
  const peer = spawn(
    program,
    files.map(({ file }) => file),
    { stdio: ['pipe', 'pipe', 'inherit'] }
  )
  const lines = createInterface(peer.stdout)[Symbol.asyncIterator]()
  return {
    async decodeAll(denominator) {
      peer.stdin.write(`${denominator}\n`)
      return Number((await lines.next()).value) / 1000
    },
    end: () => peer.stdin.end()
  }
}

async function makeFrames(size) {
  const found = existsSync(clips) ? readdirSync(clips).filter(name => name.endsWith('_hd.mp4')) : []
  const hasFfmpeg = spawnSync('ffmpeg', ['-version'], { stdio: 'ignore' }).status === 0
  const frames = []
  for (let i = 0; i < CLIPS_IN_USE; i++) {
    const rgb =
      found.length > 0 && hasFfmpeg ? filmed(path.join(clips, found[i % found.length]), size, i) : drawn(size, i + 1)
    const { width, height } = size
    const jpeg = await sharp(rgb, { raw: { width, height, channels: 3 } })
      .jpeg({ quality: 85 })
      .toBuffer()
    const file = path.join(folder, `${width}-${i}.jpg`)
    writeFileSync(file, jpeg)
    frames.push({ file, jpeg })
  }
  return frames
}

function filmed(clip, { width, height, grain }, i) {
  const filter = `scale=${width}:${height}:flags=lanczos,format=yuv420p,noise=alls=${grain}:allf=t:all_seed=${i + 1}`
  const args = ['-v', 'error', '-ss', String(4 + i), '-i', clip, '-frames:v', '1', '-vf', filter]
  return execFileSync('ffmpeg', [...args, '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'], { maxBuffer: 1 << 26 })
}

function drawn({ width, height, grain }, seed) {
  const rgb = Buffer.alloc(width * height * 3)
  const cell = Math.round(width / 40)
  let state = seed
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const level = 40 + ((Math.floor(x / cell) * 5 + Math.floor(y / cell) * 3) % 8) * 22
      state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
      const noise = (state >> 16) % (2 * grain)
      for (let channel = 0; channel < 3; channel++) rgb[at++] = level + noise + channel * 6
    }
  }
  return rgb
}

function median(values) {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}
