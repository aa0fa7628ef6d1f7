/** @type {import('../row.mjs').Row} */
export const row = {
  name: 'redis-hung',
  group: 'redis',
  title: 'Redis hangs for {s} s (SIGSTOP, SIGCONT): connections stay, nothing is answered',
  expect: { readyz: /redis/, incident: /redis/i, log: /redis/i },
  async run(stage) {
    await stage.outage({
      begin: () => stage.redis.signal('SIGSTOP'),
      end: () => stage.redis.signal('SIGCONT')
    })
  }
}
