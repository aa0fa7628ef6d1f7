// What reading 300 cameras costs from one Redis and from a cluster of three nodes, at rest and with frames, and what frames
// that lie under keys save of the network.
// Usage: npm run build && node bench/redis-read/cluster.mjs [--quick]
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Cluster, Redis } from 'ioredis'
import { BytePool } from '../../dist/lib/byte-pool.js'
import { silentLog } from '../../dist/lib/log.js'
import { RedisClusterSource } from '../../dist/pipeline/capture/adapters/redis-cluster-source.js'
import { RedisStreamSource } from '../../dist/pipeline/capture/adapters/redis-stream-source.js'

const quick = process.argv.includes('--quick')
const seconds = quick ? 2 : 8
const rounds = quick ? 1 : 3
const CAMERAS = 300
const streams = Array.from({ length: CAMERAS }, (_, i) => `camera-${i}`)
const picture = Buffer.alloc(30_000, 7)

function start(script) {
  const folder = mkdtempSync(join(tmpdir(), 'camera-check-cluster-'))
  const path = join(new URL('../..', import.meta.url).pathname, 'scripts', script)
  const url = execFileSync(path, [folder], { encoding: 'utf8' }).trim().split('\n').at(-1)
  return { url, stop: () => spawnSync(join(folder, 'stop.sh')) }
}

const single = start('start-redis.sh')
const group = start('start-redis-cluster.sh')
const ports = [...group.url.matchAll(/:(\d+)/g)].map(([, port]) => Number(port))
const host = '127.0.0.1'
const redis = new Redis(single.url)
const cluster = new Cluster(ports.map(port => ({ host, port })))
const nodes = ports.map(port => new Redis(port, host))
await cluster.ping()

const access = { username: null, password: null, tls: false }
const common = { name: 'bench', maxFrameBytes: 1e7, overloaded: () => false, clock: Date.now, log: silentLog }
const kinds = {
  'one Redis': {
    writer: redis,
    servers: [redis],
    open: sink =>
      new RedisStreamSource({
        ...common,
        sink,
        frameMemory: new BytePool(1 << 25),
        address: { ...access, host, port: Number(new URL(single.url).port), db: 0 }
      })
  },
  'three nodes': {
    writer: cluster,
    servers: nodes,
    open: sink =>
      new RedisClusterSource({
        ...common,
        sink,
        frameMemory: new BytePool(1 << 25),
        address: { ...access, seeds: ports.map(port => ({ host, port })) }
      })
  }
}

const number = (text, name) => Number(new RegExp(`${name}:([\\d.]+)`).exec(text)?.[1] ?? 0)
/** CPU s, commands and bytes sent of servers together. */
async function usage(servers) {
  const infos = await Promise.all(servers.map(server => server.info('all')))
  const sum = name => infos.reduce((total, info) => total + number(info, name), 0)
  return {
    cpuS: sum('used_cpu_user') + sum('used_cpu_sys'),
    commands: sum('total_commands_processed'),
    bytes: sum('total_net_output_bytes')
  }
}

/** @param fps Frames a second of each camera. */
async function measure({ writer, servers, open }, fps) {
  const waits = []
  const source = open({
    push: frame => waits.push(performance.timeOrigin + performance.now() - Number(frame.meta.wallClock)),
    lost: () => {}
  })
  await source.start()
  await source.watch(streams.map(stream => ({ stream, cursor: null })))
  await sleep(500)
  const before = await usage(servers)
  const cpu = process.cpuUsage()
  const endMs = performance.now() + seconds * 1000
  let at = 0
  let sent = 0
  while (performance.now() < endMs) {
    if (fps > 0) {
      const stream = streams[at++ % CAMERAS]
      const meta = JSON.stringify({ ts_wall_iso: String(performance.timeOrigin + performance.now()) })
      void writer.xadd(`frames:${stream}`, 'MAXLEN', '~', 20, '*', 'meta', meta, 'jpeg', picture)
      sent++
    }
    const dueMs = endMs - seconds * 1000 + (sent * 1000) / (CAMERAS * fps || 1)
    await sleep(fps > 0 ? Math.max(0, dueMs - performance.now()) : 100)
  }
  const { user, system } = process.cpuUsage(cpu)
  const after = await usage(servers)
  await source.close()
  waits.sort((a, b) => a - b)
  return {
    serverCpu: ((after.cpuS - before.cpuS) / seconds) * 100,
    ownCpu: ((user + system) / 1e6 / seconds) * 100,
    commands: (after.commands - before.commands) / seconds,
    wait50: waits[waits.length >> 1] ?? 0,
    wait99: waits[Math.floor(waits.length * 0.99)] ?? 0,
    frames: waits.length,
    sent
  }
}

const median = values => values.toSorted((a, b) => a - b)[values.length >> 1]
console.log(`${CAMERAS} cameras, ${seconds} s, medians of ${rounds} rounds in turn\n`)
console.log(
  '| frames/s | read from | servers CPU | own CPU (with the producer) | commands/s | wait p50 | wait p99 | frames |'
)
console.log('| --- | --- | --- | --- | --- | --- | --- | --- |')
for (const fps of [0, 1]) {
  const taken = Object.fromEntries(Object.keys(kinds).map(name => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const [name, kind] of Object.entries(kinds)) taken[name].push(await measure(kind, fps))
  }
  for (const [name, list] of Object.entries(taken)) {
    const of = key => median(list.map(value => value[key]))
    const frames = list.map(value => `${value.frames} of ${value.sent}`).at(-1)
    const ms = key => (fps > 0 ? `${of(key).toFixed(1)} ms` : '')
    console.log(
      `| ${fps * CAMERAS} | ${name} | ${of('serverCpu').toFixed(1)} % | ${of('ownCpu').toFixed(1)} % | ${of('commands').toFixed(0)} | ${ms('wait50')} | ${ms('wait99')} | ${frames} |`
    )
  }
}

/** Bytes that Redis sends for each frame of a camera, when one frame of so many is analysed. */
async function bytesPerFrame(keyed, oneOf) {
  const frames = 100
  const fetched = []
  const source = kinds['one Redis'].open({ push: frame => fetched.push(frame), lost: () => {} })
  await source.start()
  await source.watch([{ stream: 'network', cursor: null }])
  const before = (await usage([redis])).bytes
  for (let i = 0; i < frames; i++) {
    const key = `pictures:${i}`
    if (keyed) await redis.set(key, picture, 'EX', 60)
    await redis.xadd('frames:network', '*', 'meta', '{}', keyed ? 'jpeg_key' : 'jpeg', keyed ? key : picture)
  }
  while (fetched.length < frames) await sleep(20)
  if (keyed) for (let i = 0; i < frames; i += oneOf) await source.fetch(fetched[i])
  const bytes = (await usage([redis])).bytes - before
  await source.close()
  return bytes / frames
}

console.log(`\nBytes that Redis sends for each frame of ${picture.length / 1000} KB, one of N analysed\n`)
console.log('| N | in the entry | under a key | saved |\n| --- | --- | --- | --- |')
for (const oneOf of [1, 2, 5, 25]) {
  const inEntry = await bytesPerFrame(false, oneOf)
  const keyed = await bytesPerFrame(true, oneOf)
  console.log(
    `| ${oneOf} | ${inEntry.toFixed(0)} | ${keyed.toFixed(0)} | ${((1 - keyed / inEntry) * 100).toFixed(0)} % |`
  )
}
for (const opened of [redis, cluster, ...nodes]) opened.disconnect()
single.stop()
group.stop()
