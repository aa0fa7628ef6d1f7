#!/usr/bin/env node
// Throughput of the built service under real servers: see ../README.md.
//
//   npm run bench:throughput [-- SCENARIO ...] [--fps 10] [--frames 1000] [--max-age 1000] [--seconds 30]
//   npm run bench:throughput -- --quick            a few seconds: does the bench itself work
//
// All scenarios take about ten minutes. --fps and --frames are those of each stream in exactly-once, --max-age there is
// QUEUE_MAX_AGE_MS (raise it where other work takes the cores for seconds), --seconds is how long overload lasts.
import { cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { SIZES } from './pictures.mjs'
import { capacity } from './scenarios/capacity.mjs'
import { exactlyOnce } from './scenarios/exactly-once.mjs'
import { fanOut } from './scenarios/fan-out.mjs'
import { overload } from './scenarios/overload.mjs'

const { small, large } = SIZES
const { values, positionals: chosen } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    fps: { type: 'string', default: '10' },
    frames: { type: 'string', default: '1000' },
    'max-age': { type: 'string', default: '1000' },
    seconds: { type: 'string', default: '30' }
  }
})
const seconds = Number(values.seconds)

/** Five times what two cores could do when this was written; the table says how many were really pushed. */
const FULL = {
  'exactly-once': () =>
    exactlyOnce({
      streams: 20,
      framesEach: Number(values.frames),
      fps: Number(values.fps),
      maxAgeMs: Number(values['max-age'])
    }),
  'overload-small': () => overload({ size: small, framesPerSecond: 2000, seconds }),
  'overload-large': () => overload({ size: large, framesPerSecond: 700, seconds }),
  'capacity-small': () => capacity({ size: small, from: 100, seconds: 10 }),
  'capacity-large': () => capacity({ size: large, from: 40, seconds: 10 }),
  'fan-out': () => fanOut({ crowds: [1, 100, 1000], seconds: 10 })
}

/** Small enough for a slow machine that does other things too, so what it says of speed means nothing. */
const QUICK = {
  'exactly-once': () => exactlyOnce({ streams: 4, framesEach: 20, fps: 10, maxAgeMs: 10_000 }),
  'fan-out': () => fanOut({ crowds: [20], seconds: 1 })
}

const scenarios = values.quick ? QUICK : FULL
const names = chosen.length === 0 ? Object.keys(scenarios) : chosen
const unknown = names.filter(name => !Object.hasOwn(scenarios, name))
if (unknown.length > 0) {
  console.error(`No scenario ${unknown.join(', ')}; there are: ${Object.keys(scenarios).join(', ')}`)
  process.exit(2)
}

// Through `exit`, so that what was started is ended.
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    console.error(`Ended by ${signal}`)
    process.exit(130)
  })
}

console.log(`${cpus().length} x ${cpus()[0]?.model.trim()}, Node ${process.version}, ${new Date().toISOString()}\n`)
console.log('| scenario | what | measured |\n| --- | --- | --- |')
for (const name of names) {
  const load = loadavg()[0].toFixed(1)
  const { title, rows, problems } = await scenarios[name]()
  for (const [what, measured] of rows) console.log(`| ${title} | ${what} | ${measured} |`)
  console.log(`| ${title} | load average before | ${load} |`)
  for (const problem of problems) console.log(`| ${title} | **FAILED** | ${problem} |`)
  if (problems.length > 0) process.exitCode = 1
}
