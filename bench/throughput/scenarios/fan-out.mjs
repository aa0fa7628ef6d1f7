import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { endWithThis } from '../end-with-this.mjs'
import { mainThreadCpuMs } from '../process-usage.mjs'
import { SIZES } from '../pictures.mjs'
import { Stage, sum } from '../stage.mjs'

const STREAMS = 20
const RESULTS_PER_SECOND = 200

/**
 * What a result costs the main thread, which alone talks to the clients, with more and more of them.
 *
 * @param {{ crowds: number[], seconds: number, maxAgeMs?: number }} load `maxAgeMs`: after which waiting frames are dropped.
 */
export async function fanOut({ crowds, seconds, maxAgeMs = 1000 }) {
  const stage = await Stage.open({ QUEUE_MAX_AGE_MS: String(maxAgeMs) })
  const rows = []
  const problems = []
  try {
    const streams = await stage.subscribe(STREAMS)
    for (const clients of crowds) {
      // The client that checks is one of them.
      const crowd = await Crowd.open(stage.service.url, clients - 1)
      const { cpuMs, tally } = await measure(stage, streams, seconds)
      const bytes = await crowd.close()
      const share = Math.round(cpuMs / seconds / 10)
      rows.push([
        `main thread a result, ${clients} clients`,
        `${(cpuMs / tally.results).toFixed(3)} ms (${share} % of a core)`
      ])
      problems.push(...problemsOf(tally, bytes).map(problem => `${clients} clients: ${problem}`))
    }
    return { title: `Fan-out, ${RESULTS_PER_SECOND} results/s`, rows, problems }
  } finally {
    await stage.close()
  }
}

async function measure(stage, streams, seconds) {
  const job = { size: SIZES.tiny, streams, framesPerSecond: RESULTS_PER_SECOND, maxlen: 100 }
  stage.check.reset()
  await stage.push({ ...job, frames: RESULTS_PER_SECOND })
  await stage.settle(RESULTS_PER_SECOND)
  stage.check.reset()
  const fromMs = mainThreadCpuMs(stage.pid)
  const { pushed } = await stage.push({ ...job, frames: RESULTS_PER_SECOND * seconds })
  await stage.settle(pushed)
  return { cpuMs: mainThreadCpuMs(stage.pid) - fromMs, tally: stage.check.tally }
}

function problemsOf(tally, bytes) {
  const problems = []
  if (sum(tally.dropped) > 0) problems.push(`the service dropped ${sum(tally.dropped)} frames`)
  if (tally.missing > sum(tally.dropped)) problems.push(`${tally.missing} results missing`)
  if (tally.lostByClient > 0) problems.push(`${tally.lostByClient} messages lost`)
  if (new Set(bytes).size > 1) problems.push(`clients received ${Math.min(...bytes)} to ${Math.max(...bytes)} bytes`)
  return problems
}

/** Clients in a process of their own. */
class Crowd {
  #process

  static async open(url, clients) {
    const crowd = new Crowd()
    crowd.#process = fork(fileURLToPath(new URL('../client-crowd.mjs', import.meta.url)), [url, String(clients)])
    endWithThis(crowd.#process)
    await crowd.#answer()
    return crowd
  }

  /** @returns {Promise<number[]>} Bytes that each client received. */
  async close() {
    const bytes = this.#answer()
    this.#process.send('close')
    return bytes
  }

  #answer() {
    return new Promise((resolve, reject) => {
      this.#process.once('message', resolve)
      this.#process.once('exit', code => reject(new Error(`The clients ended with ${code}`)))
    })
  }
}
