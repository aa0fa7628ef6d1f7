const GRACE_MS = 10_000

/** @type {import('../row.mjs').Row} */
export const row = {
  name: 'stopped-amid-outage',
  group: 'process',
  title: 'Redis hangs, the service is asked to end (SIGTERM) amid that, and both are back after {s} s',
  needs: ['redis'],
  expect: { readyz: null, incident: null, log: null, mostFramesLost: 1e6 },
  async run(stage) {
    let tookMs = 0
    await stage.outage({
      begin: async () => {
        stage.redis.signal('SIGSTOP')
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
