// How long a page of 50 of 100,000 incidents takes, by every filter, in both stores.
// Usage: npm run build && node bench/incidents/pages.mjs [--quick] [--only=libsql|redis]
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { IncidentIds } from '../../dist/pipeline/incidents/incident-id.js'
import { LibsqlIncidentStore } from '../../dist/pipeline/incidents/adapters/libsql-incident-store.js'
import { RedisIncidentStore } from '../../dist/pipeline/incidents/adapters/redis-incident-store.js'
import { FAULT_KINDS } from '../../dist/model/fault.js'

const quick = process.argv.includes('--quick')
const only = process.argv.find(argument => argument.startsWith('--only='))?.slice(7)
const COUNT = quick ? 2000 : 100_000
const ROUNDS = quick ? 3 : 30
const CAMERAS = 500
const GROUPS = 20
const DAY_MS = 86_400_000
const BEGIN_MS = Date.UTC(2026, 0, 1)
const STEP_MS = Math.floor((90 * DAY_MS) / COUNT)
const NO_PICTURES = { before: null, first: null, worst: null, after: null }

/** Kinds are as unequal as in life: every second one is of the first kind, and so on. */
function kindOf(i) {
  const zeros = Math.clz32(((i * 2_654_435_761) >>> 0) | 1)
  return FAULT_KINDS[Math.min(FAULT_KINDS.length - 1, zeros)]
}

function incident(ids, i) {
  const openedAtMs = BEGIN_MS + i * STEP_MS
  const camera = (i * 7919) % CAMERAS
  const kind = kindOf(i)
  const isOpen = i >= COUNT - 50
  const why = 'Something soft has covered 31 % of the view for a while; 16 % is the limit.'
  return {
    id: ids.next(openedAtMs),
    stream: `site-${camera % GROUPS}/camera-${camera}`,
    group: null,
    groups: [`site-${camera % GROUPS}`],
    kind,
    state: isOpen ? 'open' : 'closed',
    severity: 0.5,
    peakSeverity: 0.8,
    openedAtMs,
    lastSeenAtMs: openedAtMs + 60_000,
    closedAtMs: isOpen ? null : openedAtMs + 60_000,
    detectMs: 600,
    explained: ['defocused'],
    fault: {
      kind,
      severity: 0.8,
      sinceMs: openedAtMs,
      detectMs: 600,
      measure: 'largest covered region',
      value: 0.31,
      limit: 0.16,
      reference: null,
      unit: 'ratio',
      mask: '01'.repeat(72),
      why,
      whyZh: why
    },
    flaps: 0,
    why,
    whyZh: why,
    pictures: { ...NO_PICTURES, first: { key: `site/${openedAtMs}_first-${kind}.jpg`, atMs: openedAtMs } },
    acknowledgedBy: null,
    acknowledgedAtMs: null,
    note: null,
    verdict: i % 97 === 0 ? 'false-alarm' : null,
    members: [],
    parentId: null,
    timeline: ['opened', 'severity', 'closed'].map(what => ({ atMs: openedAtMs, what, by: null, en: why, zh: why }))
  }
}

const middle = BEGIN_MS + 45 * DAY_MS
const FILTERS = {
  'no filter': {},
  'one camera': { streams: ['site-3/camera-3'] },
  'ten cameras': { streams: Array.from({ length: 10 }, (_, i) => `site-${i}/camera-${i}`) },
  'a frequent kind': { kinds: [FAULT_KINDS[0]] },
  'a rare kind': { kinds: [FAULT_KINDS[12]] },
  'two kinds, rare ones': { kinds: [FAULT_KINDS[10], FAULT_KINDS[11]] },
  open: { states: ['open', 'acknowledged'] },
  closed: { states: ['closed'] },
  'a group': { groups: ['site-7'] },
  'a verdict': { verdicts: ['false-alarm'] },
  'a day': { fromMs: middle, toMs: middle + DAY_MS },
  'all that goes back': { toMs: BEGIN_MS + DAY_MS },
  'group, kind and time': { groups: ['site-7'], kinds: [FAULT_KINDS[4]], fromMs: middle },
  'kind and verdict that never meet': { kinds: [FAULT_KINDS[0]], verdicts: ['planned'] },
  'camera of another group': { streams: ['site-3/camera-3'], groups: ['site-4'] }
}

async function measure(store) {
  await store.open()
  const ids = new IncidentIds(Math.random)
  const writeFrom = performance.now()
  for (let i = 0; i < COUNT; i += 200) {
    await store.save(Array.from({ length: Math.min(200, COUNT - i) }, (_, k) => incident(ids, i + k)))
  }
  const writeS = (performance.now() - writeFrom) / 1000
  console.log(`\n${store.name}: ${COUNT} incidents written in ${writeS.toFixed(1)} s, 200 at once`)
  console.log('| page of 50 | items | median ms | longest ms |\n| --- | --- | --- | --- |')
  let worst = 0
  for (const [name, filter] of Object.entries(FILTERS)) {
    const times = []
    let items = 0
    for (let round = 0; round < ROUNDS; round++) {
      const from = performance.now()
      items = (await store.list(filter, { cursor: null, limit: 50 })).items.length
      times.push(performance.now() - from)
    }
    times.sort((one, other) => one - other)
    worst = Math.max(worst, times[times.length >> 1])
    console.log(`| ${name} | ${items} | ${times[times.length >> 1].toFixed(1)} | ${times.at(-1).toFixed(1)} |`)
  }
  const first = await store.list({}, { cursor: null, limit: 50 })
  const from = performance.now()
  await store.list({}, { cursor: first.next, limit: 50 })
  console.log(`| the second page | 50 | ${(performance.now() - from).toFixed(1)} | |`)
  console.log(`Worst median: ${worst.toFixed(1)} ms`)
  await store.close()
  return worst
}

const folder = mkdtempSync(join(tmpdir(), 'camera-check-pages-'))
const redisFolder = join(folder, 'redis')
let worst = 0
try {
  if (only !== 'redis') worst = Math.max(worst, await measure(new LibsqlIncidentStore(folder)))
  if (only !== 'libsql') {
    const script = new URL('../../scripts/start-redis.sh', import.meta.url).pathname
    const url = execFileSync(script, [redisFolder], { encoding: 'utf8' }).trim().split('\n').at(-1)
    const { hostname: host, port } = new URL(url)
    const address = { host, port: Number(port), username: null, password: null, db: 0, tls: false }
    worst = Math.max(worst, await measure(new RedisIncidentStore(address)))
  }
} finally {
  spawnSync(join(redisFolder, 'stop.sh'))
  rmSync(folder, { recursive: true, force: true })
}
process.exitCode = worst > 20 && !quick ? 1 : 0
