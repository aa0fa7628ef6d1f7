#!/usr/bin/env node
// A fleet in virtual time: the members' own code over a server that does what the Lua scripts do, under faults by chance.
// Usage: node bench/fleet/simulate.mjs [--members 100] [--cameras 10000] [--days 1] [--seed 1] [--quick]
import { parseArgs } from 'node:util'
import '../load-typescript.mjs'

const { values } = parseArgs({
  options: {
    members: { type: 'string', default: '100' },
    cameras: { type: 'string', default: '10000' },
    days: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    quick: { type: 'boolean', default: false }
  }
})
const { Random } = await import('../../src/evaluate/random.ts')
const { SLOTS, slotOf } = await import('../../src/fleet/slot.ts')
const { letFaultsHappen, FAULTS_A_DAY } = await import('./random-faults.ts')
const { countMoves } = await import('./move-count.ts')
const { SimulatedFleet } = await import('./simulated-fleet.ts')

const TTL_MS = 10_000
const MOST_UNWATCHED_MS = TTL_MS + 5000
const HOUR_MS = 3_600_000
const WRITES_EVERY_MS = 7000
const [members, cameras] = [Number(values.members), Number(values.cameras)]
const untilMs = values.quick ? 600_000 : Number(values.days) * 24 * HOUR_MS

const random = new Random(`simulate/${values.seed}`)

async function startFleet() {
  const fleet = new SimulatedFleet({
    random: () => random.next(),
    ttlMs: TTL_MS,
    renewMs: 3000,
    deadlineMs: 1000,
    latencyMs: 2,
    skewShare: 0.02
  })
  // Machines of two sizes.
  for (let i = 0; i < members; i++) fleet.start(`member-${i}`, i % 4 === 0 ? 8 : 4)
  await fleet.time.run(20_000)
  return fleet
}

const calm = await startFleet()
const changes = Array.from({ length: values.quick ? 4 : 100 }, (_, i) =>
  i % 2 === 0 ? (i % 4 === 0 ? 'crash' : 'leave') : 'start'
)
const moves = await countMoves(calm, changes, () => random.next())

const fleet = await startFleet()
const atStart = fleet.book.figures(fleet.time.nowMs)
const counts = letFaultsHappen(fleet, random.fork('faults'), members)
const writeOn = () => {
  fleet.writeAll()
  fleet.time.after(WRITES_EVERY_MS, writeOn)
}
writeOn()

const startedAt = process.cpuUsage()
for (let atMs = fleet.time.nowMs; atMs < untilMs; ) {
  atMs = Math.min(untilMs, atMs + HOUR_MS)
  await fleet.time.run(atMs)
  if (!values.quick && process.stderr.isTTY) process.stderr.write(`\r${(atMs / HOUR_MS).toFixed(0)} h`)
}
const { user, system } = process.cpuUsage(startedAt)
const figures = fleet.book.figures(fleet.time.nowMs)
const perSlot = new Array(SLOTS).fill(0)
for (let i = 0; i < cameras; i++) perSlot[slotOf(`camera-${i}`)]++

const s = ms => `${(ms / 1000).toFixed(2)} s`
const unwatchedShare = (figures.unwatchedSeconds - atStart.unwatchedSeconds) / ((untilMs / 1000) * SLOTS)
const hasForgotten = counts.serverLoss > 0
const rows = [
  [
    'members, cameras, simulated time',
    `${members}, ${cameras}, ${(untilMs / HOUR_MS).toFixed(1)} h (seed ${values.seed})`
  ],
  [
    'faults',
    Object.entries(counts)
      .map(([kind, count]) => `${kind} ${count}`)
      .join(', ')
  ],
  [
    'longest without anybody, after the owner’s last fault',
    `${s(figures.longestUnwatchedMs)} (at most ${s(MOST_UNWATCHED_MS)})`
  ],
  ['longest without anybody, Redis away and owners failing again included', s(figures.longestGapMs)],
  ['longest with two', `${s(figures.longestDoubleMs)} (at most ${s(TTL_MS)}; 0 while Redis forgets nothing)`],
  ['time without anybody, all faults together', `${(unwatchedShare * 100).toFixed(4)} % of every camera's day`],
  [
    'camera-hours without anybody',
    (((figures.unwatchedSeconds - atStart.unwatchedSeconds) / 3600 / SLOTS) * cameras).toFixed(1)
  ],
  [
    'writes tried, refused by the fence, wrongly taken',
    `${fleet.writes}, ${fleet.refusedWrites}, ${fleet.wrongWrites}`
  ],
  [
    'slots moved by changes of membership, one at a time',
    `${moves.moved} by ${moves.changes} changes; ${(moves.moved / moves.rightful).toFixed(3)} of those whose rightful owner changed, ${(moves.moved / moves.fair).toFixed(3)} of what even shares ask for`
  ],
  ['cameras in a slot', `${Math.min(...perSlot)} to ${Math.max(...perSlot)}`],
  [
    'simulated / CPU time',
    `${(untilMs / ((user + system) / 1000)).toFixed(0)}, ${(fleet.time.events / 1e6).toFixed(2)} million events`
  ]
]
console.log(
  `Faults of a member a day: ${Object.entries(FAULTS_A_DAY)
    .map(([kind, rate]) => `${kind} ${rate}`)
    .join(', ')} (server: of the fleet)`
)
console.log('\n| figure | value |\n| --- | --- |')
for (const row of rows) console.log(`| ${row.join(' | ')} |`)
const isKept =
  figures.longestUnwatchedMs <= MOST_UNWATCHED_MS &&
  figures.longestDoubleMs <= (hasForgotten ? TTL_MS : 0) &&
  fleet.wrongWrites === 0
if (!isKept) {
  console.error('A promise was broken')
  process.exit(1)
}
