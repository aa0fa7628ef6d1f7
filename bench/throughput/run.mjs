#!/usr/bin/env node
// How fast the built service is, beside others and alone, under real servers: see ../README.md.
//
//   npm run bench:throughput [-- SCENARIO ...] [options]      every table but the soak's
//   npm run bench:throughput -- soak --minutes 30
//   npm run bench:throughput -- --quick                       a few seconds each: does the bench itself work
//
// --fps, --frames: of each stream in exactly-once; --max-age: QUEUE_MAX_AGE_MS there, to be raised where other work takes the
// cores for seconds; --seconds: how long overload lasts; --rounds: of contestants in decode and peers; --clips: folder of
// footage for decode; --rate: frames a second in telemetry and beside-self-test; --size 720p, 1080p or 4K: of the frames in python-way.
import { cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { printTable } from './report.mjs'
import { fullScenarios, quickScenarios, SCENARIOS_ON_DEMAND } from './scenarios.mjs'

const { values, positionals: chosen } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    fps: { type: 'string', default: '10' },
    frames: { type: 'string', default: '1000' },
    'max-age': { type: 'string', default: '1000' },
    seconds: { type: 'string', default: '30' },
    minutes: { type: 'string', default: '30' },
    rounds: { type: 'string', default: '15' },
    rate: { type: 'string', default: '300' },
    clips: { type: 'string' },
    size: { type: 'string', default: '1080p' }
  }
})

const scenarios = values.quick ? quickScenarios() : fullScenarios(values)
const every = Object.keys(scenarios).filter(name => values.quick || !SCENARIOS_ON_DEMAND.includes(name))
const names = chosen.length === 0 ? every : chosen
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

console.log(`${cpus().length} x ${cpus()[0]?.model.trim()}, Node ${process.version}, ${new Date().toISOString()}`)
for (const name of names) await show(name)
// Whatever a scenario that failed has left open must not keep this process.
process.exit()

/** A scenario that fails does not keep the others from their turn. */
async function show(name) {
  const load = loadavg()[0]?.toFixed(1)
  try {
    const { title, columns = ['what', 'measured'], rows, note, problems = [] } = await scenarios[name]()
    printTable(`${title} (load average before: ${load})`, columns, rows)
    if (note !== undefined) console.log(`\n${note}`)
    for (const problem of problems) console.log(`\n**FAILED** ${name}: ${problem}`)
    if (problems.length > 0) process.exitCode = 1
  } catch (thrown) {
    console.error(thrown)
    console.log(`\n**FAILED** ${name}: ${thrown.message}`)
    process.exitCode = 1
  }
}
