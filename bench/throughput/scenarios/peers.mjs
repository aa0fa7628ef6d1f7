import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { workingSize } from '../../../dist/codec/working-size.js'
import { makeCameraFrames, meanKilobytes, sourceOfFrames } from '../../camera-frames.mjs'
import { cpuMsOf, median, medianRatio, takeTurns } from '../../rounds.mjs'
import { OwnAnalysis } from '../own-analysis.mjs'
import { libjpegDecode, openCv, sharpDecode } from '../peers/contestants.mjs'
import { ffmpegFilters } from '../peers/ffmpeg-filters.mjs'
import { buildLibjpeg } from '../peers/libjpeg.mjs'
import { goal, NO_GOAL } from '../report.mjs'

const CAMERAS = 4
/** Frames in a stream for ffmpeg: enough that what it starts with can be taken off. */
const FFMPEG_FRAMES = 16
const WARM_UP_ROUNDS = 20
const OWN = 'Camera Check, whole analysis'
const COLUMNS = ['frame', 'who', 'CPU ms a frame', 'frames/s of a core', 'ours / it', 'goal', 'verdict']

/**
 * Our whole analysis of a frame (decode, measures, verdicts, incidents, result as text) beside what others take for the same
 * frames, each on one core.
 *
 * @param {{ sizes: import('../../camera-frames.mjs').CameraSize[], rounds: number }} load
 */
export async function peers({ sizes, rounds }) {
  const folder = mkdtempSync(path.join(tmpdir(), 'camera-check-peers-'))
  try {
    const libjpeg = buildLibjpeg(folder)
    const rows = []
    for (const size of sizes) rows.push(...(await compare(size, { folder, rounds, libjpeg })))
    return {
      title: `Whole analysis of a frame beside others, ${rounds} rounds in turn`,
      columns: COLUMNS,
      rows,
      note: sourceOfFrames()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function compare(size, { folder, rounds, libjpeg }) {
  const frames = await makeCameraFrames(size, folder, { cameras: CAMERAS })
  const { denominator } = workingSize(size.width, size.height)
  const analysis = new OwnAnalysis(CAMERAS, folder)
  for (let i = 0; i < WARM_UP_ROUNDS; i++) await analysis.judge(frames)
  const entrants = enter(analysis, frames, { size, folder, libjpeg, denominator })
  try {
    const times = await takeTurns(
      entrants.map(({ contestant }) => contestant),
      rounds
    )
    const frame = `${size.name}, ${meanKilobytes(frames)} KB`
    const rows = entrants.map(entrant => [frame, ...cellsOf(entrant, times)])
    rows.splice(1, 0, [frame, `${OWN}: share of the decoder`, decodeShare(analysis.takeStages()), '', '', ...NO_GOAL])
    return rows
  } finally {
    for (const { contestant } of entrants) contestant.end?.()
  }
}

/** Who takes part, and what our share of its CPU should be at most. */
function enter(analysis, frames, { size, folder, libjpeg, denominator }) {
  const own = {
    name: OWN,
    cpuMsPerFrame: async () => (await cpuMsOf(() => analysis.judge(frames))) / frames.length
  }
  const filters = { folder, passes: Math.ceil(FFMPEG_FRAMES / frames.length) }
  return [
    { contestant: own },
    { contestant: libjpegDecode(libjpeg, frames, denominator), mostRatio: 1 },
    { contestant: openCv(frames, 1), mostRatio: 0.2 },
    { contestant: openCv(frames, denominator), mostRatio: 0.7 },
    { contestant: sharpDecode(frames, size, denominator) },
    { contestant: ffmpegFilters('blackdetect,freezedetect', frames, filters) },
    { contestant: ffmpegFilters('blurdetect', frames, filters) }
  ]
}

function decodeShare({ decode, analysis }) {
  return `${Math.round((100 * decode) / (decode + analysis))} %`
}

function cellsOf({ contestant, mostRatio }, times) {
  const { name, missing } = contestant
  if (missing !== undefined) return [name, missing, '', '', ...NO_GOAL]
  const cpuMs = median(times.get(name))
  const ratio = medianRatio(times.get(OWN), times.get(name))
  const verdict = mostRatio === undefined ? NO_GOAL : goal(ratio, '<=', mostRatio)
  return [name, cpuMs.toFixed(2), Math.round(1000 / cpuMs), name === OWN ? '' : ratio.toFixed(2), ...verdict]
}
