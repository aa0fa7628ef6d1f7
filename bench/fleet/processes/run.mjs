#!/usr/bin/env node
// What a fleet of real processes does when something goes wrong: see ../../README.md.
//
//   node bench/fleet/processes/run.mjs [FAULT ...] [options]
//
// --members 1,2,4: sizes of the fleet; --cameras, --fps: the load, frames a second of each camera; --seconds: before the fault
// and after it; --quick: one fault on two members, does the bench itself work.
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { printTable } from '../../throughput/report.mjs'
import { missing } from '../../throughput/peers/installed.mjs'
import { FAULTS } from './faults.mjs'
import { FleetStage } from './fleet-stage.mjs'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    members: { type: 'string', default: '1,2,4' },
    cameras: { type: 'string', default: '200' },
    fps: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '15' },
    after: { type: 'string', default: '45' },
    quick: { type: 'boolean', default: false }
  }
})

const unknown = positionals.filter(name => !Object.hasOwn(FAULTS, name))
if (unknown.length > 0) {
  console.error(`No fault ${unknown.join(', ')}; there are: ${Object.keys(FAULTS).join(', ')}`)
  process.exit(2)
}
const absent = missing('redis-server')
if (absent !== null) {
  console.error(`Redis is ${absent}`)
  process.exit(1)
}
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130))

const load = values.quick
  ? { sizes: [2], cameras: 20, fps: 2, beforeS: 6, afterS: 20, names: ['SIGTERM'] }
  : {
      sizes: values.members.split(',').map(Number),
      cameras: Number(values.cameras),
      fps: Number(values.fps),
      beforeS: Number(values.seconds),
      afterS: Number(values.after),
      names: positionals.length > 0 ? positionals : Object.keys(FAULTS)
    }
const COLUMNS = [
  'fault',
  'members',
  'cameras watched again after, median / last, s',
  'frames: pushed, lost (told as dropped), judged twice, out of order',
  'incidents: open before, lost, doubled',
  'new incidents: expected, missing, doubled',
  'writes of a former owner: refused, took effect'
]

const rows = []
for (const name of load.names) {
  for (const members of load.sizes) {
    if (members < FAULTS[name].members) continue
    console.error(`${name}, ${members} members ...`)
    try {
      const row = await play(name, members)
      console.error(`  ${row.slice(2).join(' | ')}`)
      rows.push(row)
    } catch (thrown) {
      console.error(thrown)
      rows.push([name, members, `**FAILED**: ${thrown.message}`])
      process.exitCode = 1
    }
  }
}
printTable(`Faults of a fleet: ${load.cameras} cameras, ${load.fps} frames/s each`, COLUMNS, rows)
process.exit()

async function play(name, members) {
  const { begin, kind } = FAULTS[name]
  const stage = await FleetStage.open({ members, cameras: load.cameras, fps: load.fps, kind })
  try {
    // Scenes are learned, then every fourth camera turns black.
    await stage.push(load.beforeS, { black: [] })
    await stage.push(load.beforeS, { black: ['before'] })
    await stage.settle()
    const before = await stage.incidents()
    const faultAtMs = Date.now()
    const over = begin(stage)
    await stage.push(load.afterS, { black: ['before', 'after'] })
    await over
    await stage.settle()
    // Changes of incidents are gathered before they are written.
    await sleep(1000)
    return [name, members, ...(await verdict(stage, before, faultAtMs))]
  } finally {
    await stage.close()
  }
}

async function verdict(stage, before, faultAtMs) {
  for (const what of stage.guard.stale) console.error(`  went back: ${what}`)
  const again = stage.watch.watchedAgainS(stage.streams, faultAtMs)
  const { pushed, lost, twice, outOfOrder } = stage.counts()
  const after = await stage.incidents()
  const { black } = stage
  const ids = stream => (after.get(stream) ?? []).map(({ id }) => id)
  const open = black.before.filter(stream => before.has(stream))
  const gone = open.filter(stream => before.get(stream).some(({ id }) => !ids(stream).includes(id)))
  const doubled = open.filter(stream => ids(stream).length > before.get(stream).length)
  const missing = black.after.filter(stream => ids(stream).length === 0)
  const tooMany = black.after.filter(stream => ids(stream).length > 1)
  const median = again[Math.floor(again.length / 2)]
  return [
    `${median.toFixed(1)} / ${again.at(-1).toFixed(1)}`,
    `${pushed}, ${lost} (${await stage.metric('frames_dropped_total')}), ${twice}, ${outOfOrder}`,
    `${open.length}, ${gone.length}, ${doubled.length}`,
    `${black.after.length}, ${missing.length}, ${tooMany.length}`,
    `${await stage.metric('fenced_writes_total')}, ${stage.guard.stale.length}`
  ]
}
