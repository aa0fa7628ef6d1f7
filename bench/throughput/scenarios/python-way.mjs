import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { makeCameraFrames, meanKilobytes } from '../../camera-frames.mjs'
import { median, medianRatio } from '../../rounds.mjs'
import { flatOut } from '../flat-out.mjs'
import { OwnService } from '../own-service.mjs'
import { missing } from '../peers/installed.mjs'
import { PythonService } from '../peers/python-service.mjs'
import { goal, NO_GOAL } from '../report.mjs'
import { percentile } from '../result-check.mjs'
import { Stage } from '../stage.mjs'
import { measureAt } from '../steady-load.mjs'
import { latencyText } from './exactly-once.mjs'

const STREAMS = 20
/** Frames of a camera repeat after so many, so that none looks like the one before. */
const FRAMES_EACH = 4
/** Waiting frames must not be dropped for their age on a machine that does other things too. */
const PATIENT = { QUEUE_MAX_AGE_MS: '30000' }
/** Share of the capacity at which CPU and latency are taken. */
const LOAD = 0.6
const LEAST_TIMES_THE_FRAMES = 10
const MOST_CPU_SHARE = 0.1
const MOST_P99_MS = 50
const CPU_LABEL = `CPU of the service for a result, at ${LOAD * 100} % of its capacity, ms`
const COLUMNS = ['what', 'Camera Check', 'the Python way', 'ratio', 'goal', 'verdict']

/**
 * The whole service against the same service the Python way: the same frames, producer, Redis and client for both, each with
 * a Redis of its own, one at a time.
 *
 * Capacity is what each does flat out. CPU and latency are taken at a steady rate below it.
 *
 * @param {{ size: import('../../camera-frames.mjs').CameraSize, seconds: number, rounds: number }} load `seconds`: of a round.
 */
export async function pythonWay({ size, seconds, rounds }) {
  const folder = mkdtempSync(path.join(tmpdir(), 'camera-check-python-way-'))
  const absent = missing('python3-opencv', 'python3-redis', 'python3-websockets')
  try {
    const frames = await makeCameraFrames(size, folder, { framesEach: FRAMES_EACH })
    const load = { files: filesOfCameras(frames), seconds }
    const kinds = absent === null ? [OwnService, PythonService] : [OwnService]
    const [ours, theirs] = await measureAll(kinds, load, rounds)
    return {
      title: `Whole service against the Python way, ${size.name}, ${meanKilobytes(frames)} KB, ${STREAMS} streams`,
      columns: COLUMNS,
      rows: theirs === undefined ? ownRows(ours, absent) : comparedRows(ours, theirs),
      problems: ours.dropped === 0 ? [] : [`dropped at ${LOAD * 100} % load: ${ours.dropped}`]
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function filesOfCameras(frames) {
  const files = []
  for (const { camera, file } of frames) files[camera] = [...(files[camera] ?? []), file]
  return files
}

/** Rounds flat out in turn, then rounds in turn at a share of each one's capacity. */
async function measureAll(kinds, load, rounds) {
  const entrants = []
  try {
    for (const kind of kinds) entrants.push({ stage: await Stage.open(PATIENT, kind), rates: [], rounds: [] })
    for (const entrant of entrants) {
      entrant.load = { ...load, streams: await entrant.stage.subscribe(STREAMS) }
      entrant.warmUpRate = await flatOut(entrant.stage, entrant.load)
    }
    for (let round = 0; round < rounds; round++) {
      for (const { stage, load, warmUpRate, rates } of entrants) rates.push(await flatOut(stage, load, warmUpRate))
    }
    for (let round = 0; round < rounds; round++) {
      for (const { stage, load, rates, rounds } of entrants) {
        rounds.push(await measureAt(stage, load, median(rates) * LOAD))
      }
    }
    return entrants.map(figuresOf)
  } finally {
    for (const { stage } of entrants) await stage.close()
  }
}

function figuresOf({ rates, rounds }) {
  return {
    rates,
    cpuMs: rounds.map(({ cpuMs }) => cpuMs),
    latenciesMs: rounds.flatMap(({ latenciesMs }) => latenciesMs),
    dropped: rounds.reduce((sum, { dropped }) => sum + dropped, 0)
  }
}

function comparedRows(own, python) {
  const faster = medianRatio(own.rates, python.rates)
  const cpuShare = medianRatio(own.cpuMs, python.cpuMs)
  const [rates, cpuMs] = [[own.rates, python.rates].map(rateText), [own.cpuMs, python.cpuMs].map(cpuText)]
  return [
    ['capacity, frames/s', ...rates, faster.toFixed(1), ...goal(faster, '>=', LEAST_TIMES_THE_FRAMES)],
    [CPU_LABEL, ...cpuMs, cpuShare.toFixed(3), ...goal(cpuShare, '<=', MOST_CPU_SHARE)],
    latencyRow(own, latencyText(python.latenciesMs))
  ]
}

function ownRows(own, absent) {
  return [
    ['capacity, frames/s', rateText(own.rates), absent, '', ...NO_GOAL],
    [CPU_LABEL, cpuText(own.cpuMs), '', '', ...NO_GOAL],
    latencyRow(own, '')
  ]
}

function rateText(rates) {
  return String(Math.round(median(rates)))
}

function cpuText(cpuMs) {
  return median(cpuMs).toFixed(2)
}

/** The goal is ours alone. */
function latencyRow({ latenciesMs }, pythonLatency) {
  const what = `latency from \`ts1\` to receipt there, p50 / p99 / max`
  const verdict = goal(percentile(latenciesMs, 0.99), '<', MOST_P99_MS, ' ms p99')
  return [what, latencyText(latenciesMs), pythonLatency, '', ...verdict]
}
