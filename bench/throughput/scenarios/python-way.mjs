import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { makeCameraFrames, meanKilobytes } from '../../camera-frames.mjs'
import { median } from '../../rounds.mjs'
import { missing } from '../peers/installed.mjs'
import { PythonService } from '../peers/python-service.mjs'
import { goal, NO_GOAL } from '../report.mjs'
import { percentile } from '../result-check.mjs'
import { Stage } from '../stage.mjs'
import { findHighest, measureAt } from '../steady-load.mjs'
import { latencyText } from './exactly-once.mjs'

const STREAMS = 20
/** Frames of a camera repeat after so many, so that none looks like the one before. */
const FRAMES_EACH = 4
/** Share of the highest rate at which CPU and latency are taken. */
const LOAD = 0.6
const LEAST_TIMES_THE_FRAMES = 10
const MOST_CPU_SHARE = 0.1
const MOST_P99_MS = 50
const COLUMNS = ['what', 'Camera Check', 'the Python way', 'ratio', 'goal', 'verdict']

/**
 * The whole service against the same service the Python way: the same frames, producer, Redis and client for both, each with
 * a Redis of its own, one at a time.
 *
 * @param {{ size: import('../../camera-frames.mjs').CameraSize, seconds: number, rounds: number,
 *   own: { from: number, most?: number }, python: { from: number, most?: number } }} load Where the search for the highest
 *   rate begins, frames/s, and at which it is content.
 */
export async function pythonWay({ size, seconds, rounds, own, python }) {
  const folder = mkdtempSync(path.join(tmpdir(), 'camera-check-python-way-'))
  const absent = missing('python3-opencv', 'python3-redis', 'python3-websockets')
  try {
    const frames = await makeCameraFrames(size, folder, { framesEach: FRAMES_EACH })
    const load = { files: filesOfCameras(frames), seconds }
    const entrants = [{ range: own }, { kind: PythonService, range: python }]
    const [ours, theirs] = await measureAll(absent === null ? entrants : entrants.slice(0, 1), load, rounds)
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

/** Each service's highest rate, then rounds in turn at a share of it. */
async function measureAll(entrants, load, rounds) {
  const measured = []
  try {
    for (const { kind } of entrants) measured.push({ stage: await Stage.open({}, kind), rounds: [] })
    for (const [i, one] of measured.entries()) {
      one.streams = await one.stage.subscribe(STREAMS)
      one.highest = await findHighest(one.stage, { ...load, streams: one.streams }, entrants[i].range)
    }
    for (let round = 0; round < rounds; round++) {
      for (const { stage, streams, highest, rounds } of measured) {
        rounds.push(await measureAt(stage, { ...load, streams }, highest * LOAD))
      }
    }
    return measured.map(figuresOf)
  } finally {
    for (const { stage } of measured) await stage.close()
  }
}

function figuresOf({ highest, rounds }) {
  return {
    highest,
    cpuMs: median(rounds.map(({ cpuMs }) => cpuMs)),
    latenciesMs: rounds.flatMap(({ latenciesMs }) => latenciesMs),
    dropped: rounds.reduce((sum, { dropped }) => sum + dropped, 0)
  }
}

function comparedRows(own, python) {
  const faster = own.highest / python.highest
  const cpuShare = own.cpuMs / python.cpuMs
  return [
    [
      'highest rate without a drop, frames/s',
      Math.round(own.highest),
      Math.round(python.highest),
      faster.toFixed(1),
      ...goal(faster, '>=', LEAST_TIMES_THE_FRAMES)
    ],
    [
      `CPU of the service for a result, at ${LOAD * 100} % of its rate, ms`,
      own.cpuMs.toFixed(2),
      python.cpuMs.toFixed(2),
      cpuShare.toFixed(3),
      ...goal(cpuShare, '<=', MOST_CPU_SHARE)
    ],
    latencyRow(own, latencyText(python.latenciesMs))
  ]
}

function ownRows(own, absent) {
  return [
    ['highest rate without a drop, frames/s', Math.round(own.highest), absent, '', ...NO_GOAL],
    [`CPU of the service for a result, at ${LOAD * 100} % of its rate, ms`, own.cpuMs.toFixed(2), '', '', ...NO_GOAL],
    latencyRow(own, '')
  ]
}

/** The goal is ours alone. */
function latencyRow({ latenciesMs }, pythonLatency) {
  const what = `latency from \`ts1\` to receipt there, p50 / p99 / max`
  const verdict = goal(percentile(latenciesMs, 0.99), '<', MOST_P99_MS, ' ms p99')
  return [what, latencyText(latenciesMs), pythonLatency, '', ...verdict]
}
