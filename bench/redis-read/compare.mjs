// CPU per entry of reading large stream entries: ioredis against this service's own reader, in turn, on one server.
// Usage: npm run build && node bench/redis-read/compare.mjs [--quick]
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { RespConnection } from '../../dist/clients/resp-connection.js'

const STREAMS = 20
const quick = process.argv.includes('--quick')
const rounds = quick ? 1 : 7
const sizes = [30_000, 260_000]

const root = new URL('../..', import.meta.url).pathname
const folder = mkdtempSync(join(tmpdir(), 'camera-check-read-'))
const url = execFileSync(join(root, 'scripts/start-redis.sh'), [folder], { encoding: 'utf8' }).trim().split('\n').at(-1)
const { hostname: host, port } = new URL(url)
const writer = new Redis(url)
const ioredis = new Redis({ host, port: Number(port), protocol: 2 })
const own = new RespConnection({ host, port: Number(port), username: null, password: null, db: 0, tls: false }, 'bench')
await own.open()

const keys = Array.from({ length: STREAMS }, (_, i) => `frames:${i}`)
const read = ['XREAD', 'COUNT', '2', 'BLOCK', '100', 'STREAMS', ...keys, ...keys.map(() => '0-0')]
const readers = { ioredis: () => ioredis.callBuffer(...read), own: () => own.command(read) }

/** CPU ms of this process for each entry of `entries` entries. */
async function cost(readOnce, entries, bytes) {
  const before = process.cpuUsage()
  let got = 0
  while (got < entries) {
    for (const [, list] of await readOnce()) {
      for (const [, fields] of list) {
        if (fields[3].length !== bytes) throw new Error(`Entry has ${fields[3].length} bytes, expected ${bytes}`)
        got++
      }
    }
  }
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000 / got
}

const median = values => values.toSorted((a, b) => a - b)[values.length >> 1]
console.log('| entry | ioredis | own reader | own / ioredis |\n| --- | --- | --- | --- |')
for (const bytes of sizes) {
  await writer.flushall()
  for (const key of keys)
    for (let i = 0; i < 2; i++) await writer.xadd(key, '*', 'meta', '{"ts1":1}', 'jpeg', Buffer.alloc(bytes, 7))
  const entries = Math.round((quick ? 1e7 : 3e8) / bytes)
  const taken = { ioredis: [], own: [] }
  for (const readOnce of Object.values(readers)) await cost(readOnce, entries / 5, bytes)
  for (let round = 0; round < rounds; round++) {
    for (const [name, readOnce] of Object.entries(readers)) taken[name].push(await cost(readOnce, entries, bytes))
  }
  const ratio = median(taken.own.map((value, i) => value / taken.ioredis[i]))
  const ms = name => `${median(taken[name]).toFixed(3)} ms`
  console.log(`| ${bytes / 1000} KB | ${ms('ioredis')} | ${ms('own')} | ${ratio.toFixed(2)} |`)
}
own.close()
ioredis.disconnect()
writer.disconnect()
spawnSync(join(folder, 'stop.sh'))
