import { fork } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const SCRIPT = fileURLToPath(new URL('attacker.mjs', import.meta.url))

/**
 * Sends clients that mean no good.
 *
 * @param {{ kind: 'idle' | 'drip' | 'flood' | 'websockets', url: string, count: number, deaf?: number, perSecond?: number }} order
 * @returns {Promise<{ stop: () => Promise<Record<string, number>> }>} `stop` ends them and gives what they have seen.
 */
export async function attack(order) {
  const child = fork(SCRIPT, [JSON.stringify(order)])
  await once(child, 'message')
  return {
    async stop() {
      const answer = once(child, 'message')
      const exit = once(child, 'exit')
      child.send('stop')
      const [{ figures }] = await answer
      await exit
      return figures
    }
  }
}

/**
 * A row of clients that mean no good: they come when the outage begins and are gone when it ends.
 *
 * @param {import('./chaos-stage.mjs').ChaosStage} stage
 * @param {(url: string) => Parameters<typeof attack>[0]} order
 */
export async function underAttack(stage, order) {
  const before = vitals(stage.service.pid)
  let most = before
  let attackers
  let figures = {}
  const watch = setInterval(() => {
    const now = vitals(stage.service.pid)
    most = { files: Math.max(most.files, now.files), rssMb: Math.max(most.rssMb, now.rssMb) }
  }, 200)
  await stage.outage({
    begin: async () => {
      attackers = await attack(order(stage.url))
    },
    end: async () => {
      figures = await attackers.stop()
    }
  })
  clearInterval(watch)
  const seen = Object.entries(figures).map(([name, number]) => `${name}: ${number}`)
  return {
    note: `files ${before.files}, at most ${most.files}; RSS ${before.rssMb} MB, at most ${most.rssMb} MB; clients saw ${seen.join(', ')}`,
    figures,
    before,
    most,
    after: vitals(stage.service.pid)
  }
}

/** Open files, and memory in MB, of a process. */
function vitals(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const files = Number(/^FDSize:\s+(\d+)/m.exec(status)?.[1] ?? 0)
  return { files: openFiles(pid) ?? files, rssMb: Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024) }
}

function openFiles(pid) {
  try {
    return readdirSync(`/proc/${pid}/fd`).length
  } catch {
    return null
  }
}
