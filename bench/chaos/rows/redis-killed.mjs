/** @type {import('../row.mjs').Row} */
export const row = {
  name: 'redis-killed',
  group: 'redis',
  title: 'Redis ends at once (SIGKILL) and is back after {s} s with its data',
  expect: { readyz: /redis/, incident: /redis/i, log: /redis/i },
  async run(stage) {
    await stage.outage({
      begin: () => stage.redis.signal('SIGKILL'),
      end: () => stage.redis.startAgain()
    })
  }
}
