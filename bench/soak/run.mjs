#!/usr/bin/env node
// A long time under load with random faults: nothing may leak, and no frame may be missing without a reason.
//
//   npm run soak -- [--hours 2] [--cameras 60] [--load 0.7] [--rate FRAMES/S] [--seed 1] [--out FILE.jsonl]
//                   [--calm SECONDS] [--only NAME] [--no-s3]
//
// The rate is `load` times the highest one that is sustained, as measured first; `--rate` gives it without that. Seeds are
// of the order, the lengths and the times of the faults. `--only` runs one fault again and again.
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { SIZES } from '../throughput/pictures.mjs'
import { findHighest } from '../throughput/steady-load.mjs'
import { FAULTS } from './faults.mjs'
import { writeReport } from './report.mjs'
import { accounted, SoakStage } from './soak-stage.mjs'
import { takeSample } from './take-sample.mjs'

const SAMPLE_MS = 10_000
const JOB_S = 10
const MAXLEN = 40
const CALIBRATION = { from: 150, seconds: 5 }
/** After a fault that may lose frames the jobs count as its own for so long: queues, reconnecting, the reading of old entries. */
const RECOVERY_MS = 15_000
/** A learner's first look at the scenes goes before faults. */
const QUIET_AT_FIRST_MS = 60_000

const { values: options } = parseArgs({
  options: {
    hours: { type: 'string', default: '2' },
    cameras: { type: 'string', default: '60' },
    load: { type: 'string', default: '0.7' },
    rate: { type: 'string' },
    seed: { type: 'string', default: '1' },
    calm: { type: 'string', default: '90' },
    only: { type: 'string' },
    out: { type: 'string', default: 'data/soak/soak.jsonl' },
    'no-s3': { type: 'boolean', default: false }
  }
})
const out = options.out
const totalMs = Number(options.hours) * 3_600_000
const random = randomFrom(Number(options.seed))

mkdirSync(dirname(out), { recursive: true })
writeFileSync(out, '')
const stage = await SoakStage.open({ withS3: !options['no-s3'] })
try {
  const streams = await stage.subscribe(Number(options.cameras))
  const rate = await rateOf(streams)
  const startMs = performance.now()
  const now = () => Math.round(performance.now() - startMs)
  const write = line => appendFileSync(out, `${JSON.stringify(line)}\n`)
  const state = { fault: null, since: 0, lost: 0, over: false }
  write({
    type: 'start',
    when: new Date().toISOString(),
    machine: `${cpus().length} x ${cpus()[0]?.model}`,
    rate,
    ...about()
  })
  console.log(
    `${rate.toFixed(0)} frames/s to ${streams.length} cameras for ${options.hours} h, seed ${options.seed}: ${out}`
  )
  await Promise.all([
    sampleAll(now, write),
    pushAll({ streams, rate, now, write, state }),
    failAll({ now, write, state })
  ])
} finally {
  await stage.close()
}
const verdicts = writeReport(out, `${out}-report`)
for (const { what, figure, goal, verdict } of verdicts) {
  console.log(`${verdict.padEnd(10)} ${what}: ${figure} (goal ${goal})`)
}
process.exit(verdicts.some(({ verdict }) => verdict === 'MISSED') ? 1 : 0)

function about() {
  const load = options.rate === undefined ? `${Number(options.load) * 100} % of the highest rate` : 'Rate as told'
  return { load, cameras: Number(options.cameras), seed: Number(options.seed), hours: Number(options.hours) }
}

async function rateOf(streams) {
  if (options.rate !== undefined) return Number(options.rate)
  const load = { size: SIZES.small, streams, seconds: CALIBRATION.seconds }
  return Number(options.load) * (await findHighest(stage, load, { from: CALIBRATION.from }))
}

async function sampleAll(now, write) {
  for (let due = now(); due < totalMs; due += SAMPLE_MS) {
    await sleep(Math.max(0, due - now()))
    write({ type: 'sample', atMs: now(), ...(await takeSample(stage)) })
  }
}

/** Jobs of some seconds, each with a count of its own: so it is known which of them lost frames. */
async function pushAll({ streams, rate, now, write, state }) {
  const job = { size: SIZES.small, streams, framesPerSecond: rate, frames: Math.ceil(rate * JOB_S), maxlen: MAXLEN }
  while (now() < totalMs) {
    const atMs = now()
    const before = state.fault
    stage.check.reset()
    const { pushed, failed } = await stage.push(job)
    const seconds = (now() - atMs) / 1000
    await stage.settle(pushed)
    const { tally } = stage.check
    const { results, duplicates, outOfOrder, dropped, latenciesMs } = tally
    const told = dropped.overload + dropped.trimmed
    // What the service tells of itself has its reason; that nobody tells of has none.
    const missing = Math.max(0, pushed - accounted(tally))
    const during = before ?? state.fault ?? (state.since > 0 && atMs - state.since < RECOVERY_MS ? state.last : null)
    if (during !== null) state.lost += missing + told
    const latency = Math.round(latenciesMs.reduce((sum, ms) => sum + ms, 0) / (latenciesMs.length || 1))
    const counts = {
      pushed,
      refused: failed.length,
      results: results - duplicates,
      duplicates,
      outOfOrder,
      dropped,
      missing
    }
    write({
      type: 'job',
      atMs,
      seconds,
      during: during !== null && FAULTS[during].losesFrames ? during : null,
      ...counts,
      latency
    })
  }
}

/** One fault at a time, in an order that comes of the seed; each has come once before any comes again. */
async function failAll({ now, write, state }) {
  const names = Object.keys(FAULTS).filter(name => !(options['no-s3'] && FAULTS[name].needsS3))
  await sleep(Math.min(QUIET_AT_FIRST_MS, totalMs / 4))
  for (let turn = []; now() < totalMs - RECOVERY_MS * 2; ) {
    if (turn.length === 0) turn = options.only === undefined ? shuffled(names) : [options.only]
    const name = turn.pop()
    const fromMs = now()
    state.lost = 0
    state.fault = name
    await FAULTS[name].run(stage, random)
    const toMs = now()
    Object.assign(state, { fault: null, since: toMs, last: name })
    await sleep(Math.max(RECOVERY_MS + JOB_S * 1000, Number(options.calm) * 1000 * (0.5 + random())))
    write({ type: 'fault', atMs: fromMs, fromMs, toMs, name, what: FAULTS[name].what, lost: state.lost })
    console.log(
      `${(fromMs / 60_000).toFixed(1)} min: ${name}, ${((toMs - fromMs) / 1000).toFixed(0)} s, ${state.lost} frames without a result`
    )
  }
}

function shuffled(items) {
  const left = [...items]
  return items.map(() => left.splice(Math.floor(random() * left.length), 1)[0])
}

function randomFrom(seed) {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
