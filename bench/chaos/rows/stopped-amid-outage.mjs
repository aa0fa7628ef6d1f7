import { setTimeout as sleep } from 'node:timers/promises'

/** An orchestrator kills after this. */
const GRACE_MS = 10_000
/** Until `/readyz` has told of Redis. */
const SEEN_MS = 5000

/** @type {import('../row.mjs').Row} */
export const row = {
  name: 'stopped-amid-outage',
  group: 'process',
  title: 'Redis hangs, the service is asked to end (SIGTERM) amid that, and both are back after {s} s',
  needs: ['redis'],
  expect: { readyz: /redis/, incident: null, log: null, mayBeAway: true, mostFramesLost: 1e6 },
  async run(stage) {
    let tookMs = 0
    await stage.outage({
      begin: async () => {
        stage.redis.signal('SIGSTOP')
        await sleep(SEEN_MS)
        const fromMs = performance.now()
        await stage.stopService('SIGTERM')
        tookMs = performance.now() - fromMs
      },
      end: async () => {
        stage.redis.signal('SIGCONT')
        await stage.startService()
      }
    })
    return {
      note: `ended after ${(tookMs / 1000).toFixed(1)} s`,
      problems: tookMs < GRACE_MS ? [] : [`it took ${Math.round(tookMs)} ms to end`]
    }
  }
}
