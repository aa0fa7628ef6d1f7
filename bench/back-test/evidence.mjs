// What is kept for back-tests: `node bench/back-test/evidence.mjs <folder of clips> [minutes] [frames/s]`, after `npm run build`.
// Each clip is played forwards and backwards as a camera's footage; printed is what is kept of it after the first five
// minutes, in which a scene is learned, brought to a day, and what that costs beside judging.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { evidenceToBytes } from '../../dist/pipeline/evidence-block.js'
import { OwnAnalysis } from '../throughput/own-analysis.mjs'

const [folder, minutes = 25, fps = 2] = process.argv.slice(2)
if (folder === undefined) throw new Error('Usage: node bench/back-test/evidence.mjs <folder of clips> [minutes] [frames/s]')
const LEARNING_FRAMES = 300 * fps
const FRAMES = 60 * minutes * fps
const BLOCK_FRAMES = 600 * fps
const DAY_S = 86_400

const totals = { frames: 0, bytes: 0, kept: 0, cameras: 0 }
for (const name of readdirSync(folder).sort()) {
  const jpegs = framesOf(join(folder, name))
  const plain = await played(jpegs, false)
  const { bytes, kept, seconds, cpuMs } = await played(jpegs, true)
  const perDay = DAY_S / seconds
  totals.bytes += bytes * perDay
  totals.kept += kept * perDay
  totals.cameras++
  console.log(
    `${name}: ${Math.round(kept * perDay)} frames and ${(bytes * perDay / 1000).toFixed(1)} KB a day, ${(bytes / kept).toFixed(0)} bytes a frame; CPU ${(plain.cpuMs / FRAMES).toFixed(3)} -> ${(cpuMs / FRAMES).toFixed(3)} ms a frame`
  )
}
const mean = value => (value / totals.cameras).toFixed(1)
console.log(`mean: ${mean(totals.kept)} frames and ${mean(totals.bytes / 1000)} KB a camera and day`)

async function played(jpegs, keepsEvidence) {
  const analysis = new OwnAnalysis(1, tmpdir(), 1000 / fps, null, keepsEvidence)
  const runs = []
  const before = process.cpuUsage()
  for (let i = 0; i < FRAMES; i++) {
    const at = i % (2 * jpegs.length - 2)
    await analysis.judge([{ camera: 0, jpeg: jpegs[at < jpegs.length ? at : 2 * jpegs.length - 2 - at] }])
    if (i === LEARNING_FRAMES) analysis.takeEvidence()
    else if (i > LEARNING_FRAMES && i % BLOCK_FRAMES === 0) runs.push(...analysis.takeEvidence())
  }
  const { user, system } = process.cpuUsage(before)
  runs.push(...analysis.takeEvidence())
  let [bytes, kept] = [0, 0]
  for (const run of runs) {
    bytes += (await evidenceToBytes(run)).length
    kept += run.times.length
  }
  return { bytes, kept, seconds: (FRAMES - LEARNING_FRAMES) / fps, cpuMs: (user + system) / 1000 }
}

function framesOf(clip) {
  const directory = mkdtempSync(join(tmpdir(), 'camera-check-evidence-'))
  try {
    execFileSync('ffmpeg', ['-v', 'error', '-i', clip, '-vf', `fps=${fps},scale=640:-2`, '-q:v', '4', join(directory, '%05d.jpg')])
    return readdirSync(directory)
      .sort()
      .map(file => new Uint8Array(readFileSync(join(directory, file))))
  } finally {
    rmSync(directory, { recursive: true })
  }
}
