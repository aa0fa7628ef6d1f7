/** @type {import('../row.mjs').Row} */
export const row = {
  name: 'redis-empty',
  group: 'redis',
  title: 'Redis ends at once (SIGKILL) and is back after {s} s, empty',
  // What was in the streams and not read yet is gone with them, and nobody can count it.
  expect: { readyz: /redis/, incident: /redis/i, log: /redis/i, framesMayGo: true },
  async run(stage) {
    await stage.outage({
      begin: () => stage.redis.signal('SIGKILL'),
      end: () => stage.redis.startEmpty()
    })
  }
}
