import { readdirSync, readlinkSync } from 'node:fs'
import { processCpuMs, residentBytes } from '../throughput/process-usage.mjs'
import { ask } from './probe.mjs'

/** Sums of these are told, by the values of their labels. */
const METRICS = [
  'frames_received_total',
  'frames_analysed_total',
  'frames_dropped_total',
  'incidents_opened_total',
  'incidents_open',
  'incidents_lost_total',
  'snapshots_stored_total',
  'snapshots_failed_total',
  'snapshots_dropped_total',
  'websocket_messages_dropped_total',
  'websocket_disconnects_total',
  'shard_restarts_total',
  'shard_deaths_total',
  'self_check_ok',
  'self_check_found_total',
  'self_check_failures_total'
]

/**
 * What the service holds now, as seen from outside and from inside.
 *
 * @param {import('./soak-stage.mjs').SoakStage} stage
 */
export async function takeSample(stage) {
  const [inside, metrics] = await Promise.all([
    ask(stage.probe, { do: 'sample' }).catch(() => null),
    scrape(stage.service.url).catch(() => null)
  ])
  const { files, sockets } = descriptors(stage.pid)
  return {
    rss: residentBytes(stage.pid),
    cpuMs: processCpuMs(stage.pid),
    files,
    sockets,
    ...(inside === null ? {} : sums(inside)),
    ...(metrics === null ? {} : { metrics })
  }
}

/** Of all threads together: a thread that had no time to answer leaves the sums out. */
function sums({ threads, loopDelayMs }) {
  const sum = of => threads.reduce((total, thread) => total + of(thread), 0)
  const count = (thread, counts) =>
    Object.entries(thread.active).reduce((total, [kind, number]) => total + (counts(kind) ? number : 0), 0)
  return {
    threads: threads.length,
    loopDelayMs,
    heapUsed: sum(thread => thread.heapUsed),
    // Buffers lie in `external` too.
    external: sum(thread => thread.external),
    timers: sum(thread => count(thread, isTimer)),
    handles: sum(thread => count(thread, kind => !isTimer(kind))),
    requests: sum(thread => thread.requests)
  }
}

function isTimer(kind) {
  return kind === 'Timeout' || kind === 'Immediate'
}

function descriptors(pid) {
  const folder = `/proc/${pid}/fd`
  const names = readdirSync(folder)
  const targets = names.map(name => {
    try {
      return readlinkSync(`${folder}/${name}`)
    } catch {
      return ''
    }
  })
  return { files: names.length, sockets: targets.filter(target => target.startsWith('socket:')).length }
}

async function scrape(url) {
  const text = await (await fetch(`${url}/metrics`)).text()
  const found = {}
  for (const line of text.split('\n')) {
    const [, name, labels = '', value] = /^camera_check_(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? []
    if (!METRICS.includes(name)) continue
    const key = [
      name,
      ...Array.from(labels.matchAll(/(?:reason|outcome|state|kind)="([^"]*)"/g), ([, text]) => text)
    ].join(' ')
    found[key] = (found[key] ?? 0) + Number(value)
  }
  return found
}
