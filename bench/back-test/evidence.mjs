// What is kept for back-tests: `node bench/back-test/evidence.mjs <folder of clips> [hours] [frames/s]`, after `npm run build`.
// Each clip is played forwards and backwards as a camera's footage. Printed is what is kept of it after the first hour, in
// which the scene is learned and the room for changes is used up, brought to a day.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { evidenceToBytes } from '../../dist/pipeline/evidence-block.js'
import { OwnAnalysis } from '../throughput/own-analysis.mjs'

const [folder, hours = 3, fps = 2] = process.argv.slice(2)
if (folder === undefined) {
  throw new Error('Usage: node bench/back-test/evidence.mjs <folder of clips> [hours] [frames/s]')
}
const HOUR_FRAMES = 3600 * fps
const HOURS_OF_DAY = 24

const days = []
for (const name of readdirSync(folder).sort()) {
  const day = await dayOf(framesOf(join(folder, name)))
  days.push(day)
  console.log(`${name}: ${text(day)}`)
}
const mean = key => days.reduce((sum, day) => sum + day[key], 0) / days.length
console.log(`mean: ${text({ bytes: mean('bytes'), frames: mean('frames') })}`)

function text({ bytes, frames }) {
  return `${Math.round(frames)} frames and ${(bytes / 1000).toFixed(1)} KB a day`
}

async function dayOf(jpegs) {
  const analysis = new OwnAnalysis(1, tmpdir(), 1000 / fps, null, true)
  let [bytes, frames] = [0, 0]
  for (let i = 1; i <= hours * HOUR_FRAMES; i++) {
    const at = i % (2 * jpegs.length - 2)
    await analysis.judge([{ camera: 0, jpeg: jpegs[at < jpegs.length ? at : 2 * jpegs.length - 2 - at] }])
    if (i % HOUR_FRAMES !== 0) continue
    for (const run of analysis.takeEvidence()) {
      if (i === HOUR_FRAMES) continue
      bytes += (await evidenceToBytes(run)).length
      frames += run.times.length
    }
  }
  const perDay = HOURS_OF_DAY / (hours - 1)
  return { bytes: bytes * perDay, frames: frames * perDay }
}

function framesOf(clip) {
  const directory = mkdtempSync(join(tmpdir(), 'camera-check-evidence-'))
  try {
    const filter = `fps=${fps},scale=640:-2`
    execFileSync('ffmpeg', ['-v', 'error', '-i', clip, '-vf', filter, '-q:v', '4', join(directory, '%05d.jpg')])
    return readdirSync(directory)
      .sort()
      .map(file => new Uint8Array(readFileSync(join(directory, file))))
  } finally {
    rmSync(directory, { recursive: true })
  }
}
