import { execFileSync } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { DEFAULT_CAMERA_SETTINGS } from '../../../dist/model/camera.js'
import { runSelfTest } from '../../../dist/self-test/self-test-process.js'
import { median, medianRatio } from '../../rounds.mjs'
import { makePictures, SIZES } from '../pictures.mjs'
import { percentile } from '../result-check.mjs'
import { Stage } from '../stage.mjs'
import { measureAt } from '../steady-load.mjs'
import { latencyText } from './exactly-once.mjs'

const STREAMS = 100
/** Its process has loaded what it needs, ms. */
const LOADED_MS = 3000

/**
 * Judging alone and beside self-tests that follow each other without a pause, which the service never does: it leaves one
 * as long as the test took. A self-test is the service's own process with its own priority. The rounds take turns.
 *
 * @param {{ framesPerSecond: number, seconds: number, rounds: number }} load
 */
export async function besideSelfTest({ framesPerSecond, seconds, rounds }) {
  const stage = await Stage.open({ QUEUE_MAX_AGE_MS: '5000', SELF_TEST: '0' })
  const [alone, beside] = [side('alone'), side('beside a self-test')]
  let niceValue = '?'
  let [tests, dropped] = [0, 0]
  try {
    const streams = await stage.subscribe(STREAMS)
    const frames = await makePictures(SIZES.small)
    const measure = async one => {
      const measured = await measureAt(stage, { size: SIZES.small, streams, seconds }, framesPerSecond)
      one.cpuMs.push(measured.cpuMs)
      one.p50Ms.push(percentile(measured.latenciesMs, 0.5))
      one.p99Ms.push(percentile(measured.latenciesMs, 0.99))
      one.latenciesMs.push(...measured.latenciesMs)
      dropped += measured.dropped
    }
    for (let round = 0; round < rounds; round++) {
      await measure(alone)
      const ended = new AbortController()
      const running = testAgainAndAgain(frames, ended.signal, () => tests++)
      await sleep(LOADED_MS)
      niceValue = niceOfChildren()
      await measure(beside)
      ended.abort()
      await running
    }
  } finally {
    await stage.close()
  }
  return {
    title: `Judging beside self-tests, ${framesPerSecond} frames/s of ${SIZES.small.name} over ${STREAMS} cameras, ${rounds} rounds of ${seconds} s`,
    columns: ['', 'CPU of a frame', 'median latency', 'p99 of a round', 'latency p50 / p99 / max of all'],
    rows: [
      row(alone),
      row(beside),
      [
        'ratio, median of the rounds',
        ...['cpuMs', 'p50Ms', 'p99Ms'].map(what => medianRatio(beside[what], alone[what]).toFixed(2))
      ]
    ],
    note: `Nice value of the threads of the self-test's process: ${niceValue}. ${tests} tests were finished meanwhile.`,
    problems: dropped === 0 ? [] : [`${dropped} frames without a result`]
  }
}

function side(name) {
  return { name, cpuMs: [], p50Ms: [], p99Ms: [], latenciesMs: [] }
}

function row({ name, cpuMs, p50Ms, p99Ms, latenciesMs }) {
  const ms = values => `${median(values).toFixed(2)} ms`
  return [name, ms(cpuMs), ms(p50Ms), ms(p99Ms), latencyText(latenciesMs)]
}

async function testAgainAndAgain(frames, signal, onDone) {
  while (!signal.aborted) {
    const task = { frames, settings: DEFAULT_CAMERA_SETTINGS, atMs: Date.now() }
    await runSelfTest(task, signal).then(onDone, cause => {
      if (!signal.aborted) throw cause
    })
  }
}

/** Of all threads of the self-tests that this process has begun. */
function niceOfChildren() {
  const lines = execFileSync('ps', ['-L', '-o', 'ni=,args=', '--ppid', String(process.pid)], { encoding: 'utf8' })
  const own = lines.split('\n').filter(line => line.includes('self-test-child'))
  return [...new Set(own.map(line => line.trim().split(/\s+/)[0]))].join(', ')
}
