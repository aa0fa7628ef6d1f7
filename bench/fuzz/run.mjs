#!/usr/bin/env node
// Hostile input from all sides, for some minutes: codec, meta, http, websocket, redis.
//
//   npm run fuzz -- [--minutes 10] [--seed N] [--out data/fuzz] [codec meta http websocket redis]
//
// The minutes are shared out among the targets. A seed repeats a run as far as the service's own timing allows. What fails
// is made smaller as long as it fails, written to a file, and ends the run with 1.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { CodecFuzz } from './codec.mjs'
import { HttpFuzz } from './http.mjs'
import { MetaFuzz } from './meta.mjs'
import { Random } from './random.mjs'
import { RedisFuzz } from './redis.mjs'
import { shrink } from './shrink.mjs'
import { WebSocketFuzz } from './websocket.mjs'

const TARGETS = { codec: CodecFuzz, meta: MetaFuzz, http: HttpFuzz, websocket: WebSocketFuzz, redis: RedisFuzz }

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    out: { type: 'string', default: 'data/fuzz' }
  }
})
const names = positionals.length > 0 ? positionals : Object.keys(TARGETS)
const seed = Number(options.seed)
const eachMs = (Number(options.minutes) * 60_000) / names.length
let failures = 0
for (const name of names) failures += await fuzz(new TARGETS[name](), name)
process.exit(failures === 0 ? 0 : 1)

/** @returns {Promise<number>} 1 when something failed. */
async function fuzz(target, name) {
  const random = new Random(seed)
  const untilMs = performance.now() + eachMs
  try {
    await target.open(random)
    while (performance.now() < untilMs) {
      const failure = await target.step(random)
      if (failure !== null) return await tell(name, failure)
    }
    console.log(`${name}, seed ${seed}: ${await target.report()}. No fault.`)
    return 0
  } finally {
    await target.close()
  }
}

async function tell(name, { value, problem, fails }) {
  const least = value === null ? value : await shrink(value, fails)
  mkdirSync(options.out, { recursive: true })
  const file = join(options.out, `${name}-${seed}${Buffer.isBuffer(least) ? '.bin' : '.json'}`)
  writeFileSync(file, Buffer.isBuffer(least) ? least : JSON.stringify(least, null, 2))
  console.error(`${name}, seed ${seed}: ${problem}. The input is in ${file}`)
  return 1
}
