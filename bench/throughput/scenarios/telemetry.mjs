import { createServer } from 'node:http'
import { median, medianRatio } from '../../rounds.mjs'
import { SIZES } from '../pictures.mjs'
import { processCpuMs, residentBytes } from '../process-usage.mjs'
import { Stage } from '../stage.mjs'
import { measureAt } from '../steady-load.mjs'
import { latencyText } from './exactly-once.mjs'

const STREAMS = 100
/** Long enough for what is loaded at the start to be loaded. */
const REST_MS = 3000

/**
 * What OpenTelemetry costs: a service without it, one with its defaults, and one that follows every frame, with a Redis
 * each and one collector that takes everything. The rounds take turns.
 *
 * @param {{ framesPerSecond: number, seconds: number, rounds: number }} load
 */
export async function telemetry({ framesPerSecond, seconds, rounds }) {
  const collector = createServer((request, response) => {
    request.resume().on('end', () => response.end())
  })
  await new Promise(resolve => collector.listen(0, '127.0.0.1', resolve))
  const on = { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${collector.address().port}` }
  const contestants = []
  try {
    contestants.push(await open('without', {}))
    contestants.push(await open('with its defaults (one frame in 1,000)', on))
    contestants.push(await open('every frame followed', { ...on, TRACE_FRAME_RATIO: '1' }))
    for (let round = 0; round < rounds; round++) {
      for (const one of contestants) await measureRound(one, framesPerSecond, seconds)
    }
    return {
      title: `OpenTelemetry, ${framesPerSecond} frames/s of ${SIZES.small.name} over ${STREAMS} cameras, ${rounds} rounds of ${seconds} s`,
      columns: [
        '',
        'CPU of a frame',
        'of that without',
        'latency p50 / p99 / max',
        'CPU of the start',
        'memory after it',
        'spans sent, dropped'
      ],
      rows: await Promise.all(contestants.map(one => rowOf(one, contestants[0]))),
      problems: contestants.flatMap(({ name, dropped }) =>
        dropped === 0 ? [] : [`${name}: ${dropped} frames without a result`]
      )
    }
  } finally {
    for (const { stage } of contestants) await stage.close()
    collector.closeAllConnections()
    collector.close()
  }
}

async function open(name, settings) {
  const stage = await Stage.open({ QUEUE_MAX_AGE_MS: '5000', SELF_TEST: '0', ...settings })
  await new Promise(resolve => setTimeout(resolve, REST_MS))
  const startCpuMs = processCpuMs(stage.pid)
  await stage.service.collectGarbage()
  const startBytes = residentBytes(stage.pid)
  const streams = await stage.subscribe(STREAMS)
  return { name, stage, streams, startCpuMs, startBytes, cpuMs: [], latenciesMs: [], dropped: 0 }
}

async function measureRound(one, framesPerSecond, seconds) {
  const load = { size: SIZES.small, streams: one.streams, seconds }
  const { cpuMs, latenciesMs, dropped } = await measureAt(one.stage, load, framesPerSecond)
  one.cpuMs.push(cpuMs)
  one.latenciesMs.push(...latenciesMs)
  one.dropped += dropped
}

async function rowOf({ name, stage, cpuMs, latenciesMs, startCpuMs, startBytes }, without) {
  const { sent = 0, dropped = 0 } = await stage.metric('telemetry_spans_total')
  return [
    name,
    `${median(cpuMs).toFixed(2)} ms`,
    medianRatio(cpuMs, without.cpuMs).toFixed(3),
    latencyText(latenciesMs),
    `${Math.round(startCpuMs)} ms`,
    `${Math.round(startBytes / 1e6)} MB`,
    `${sent}, ${dropped}`
  ]
}
