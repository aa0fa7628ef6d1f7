#!/usr/bin/env node
// What the fleet's control plane costs the state Redis: sizes from a real Redis, rates from members in virtual time.
// Usage: node bench/fleet/cost.mjs [--quick]
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import '../load-typescript.mjs'

const isQuick = process.argv.includes('--quick')
const COUNTS = isQuick ? [10] : [10, 100, 1000]
const CALM_MS = isQuick ? 20_000 : 300_000
const { Random } = await import('../../src/evaluate/random.ts')
const { measureSizes } = await import('./control-sizes.ts')
const { SimulatedFleet } = await import('./simulated-fleet.ts')

/** Calls a second of a fleet to which nothing happens, and what one crash adds. */
async function rates(members) {
  const random = new Random(`cost/${members}`)
  const calls = {}
  let messages = 0
  const counts = {
    call: name => {
      calls[name] = (calls[name] ?? 0) + 1
    },
    message: () => {
      messages++
    }
  }
  const fleet = new SimulatedFleet({
    random: () => random.next(),
    ttlMs: 10_000,
    renewMs: 3000,
    deadlineMs: 1000,
    latencyMs: 2,
    skewShare: 0.02,
    counts
  })
  // As a deployment starts them, some at a time.
  for (let i = 0; i < members; i++) {
    fleet.start(`camera-check-${i}`, 8)
    if (i % 20 === 19) await fleet.time.run(fleet.time.nowMs + 500)
  }
  await fleet.time.run(fleet.time.nowMs + 30_000)
  const calm = await during(fleet, CALM_MS, calls, () => messages)
  fleet.crash('camera-check-3')
  const crash = await during(fleet, 30_000, calls, () => messages)
  return { calm, crash }
}

async function during(fleet, forMs, calls, messages) {
  const before = { ...calls }
  const messagesBefore = messages()
  await fleet.time.run(fleet.time.nowMs + forMs)
  const all = Object.entries(calls).map(([name, count]) => [name, count - (before[name] ?? 0)])
  return { seconds: forMs / 1000, calls: Object.fromEntries(all), messages: messages() - messagesBefore }
}

const folder = mkdtempSync(join(tmpdir(), 'camera-check-fleet-cost-'))
const script = new URL('../../scripts/start-redis.sh', import.meta.url).pathname
const url = execFileSync(script, [join(folder, 'redis')], { encoding: 'utf8' })
  .trim()
  .split('\n')
  .at(-1)
const redis = new Redis(url)
try {
  console.log(
    '| members | commands/s of all | a renewal | everybody’s vitals | whole state | bytes/s of a member at rest | kB/s of Redis | one crash: calls, messages, kB |'
  )
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- |')
  for (const members of COUNTS) {
    const size = await measureSizes(redis, members)
    const { calm, crash } = await rates(members)
    const renewals = calm.calls.renew / calm.seconds
    const vitalsEveryS = 15 * Math.max(1, members / 100)
    const perMember = (renewals / members) * size.renewal + size.vitals / vitalsEveryS + size.state / 900
    const claims = crash.calls.claim ?? 0
    const crashBytes = claims * size.claim + crash.messages * Math.max(size.membershipMessage, size.claimMessage)
    const cells = [
      members,
      renewals.toFixed(1),
      `${Math.round(size.renewal)} B`,
      `${Math.round(size.vitals)} B`,
      `${(size.state / 1000).toFixed(1)} kB`,
      Math.round(perMember),
      ((perMember * members) / 1000).toFixed(1),
      `${claims}, ${crash.messages}, ${(crashBytes / 1000).toFixed(1)}`
    ]
    console.log(`| ${cells.join(' | ')} |`)
  }
} finally {
  redis.disconnect()
  spawnSync(join(folder, 'redis', 'stop.sh'))
  rmSync(folder, { recursive: true, force: true })
}
