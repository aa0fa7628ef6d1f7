/** Each way, ms. */
const DELAY_MS = 50

/** @type {import('../row.mjs').Row} */
export const row = {
  name: 'redis-slow',
  group: 'redis',
  title: 'Redis is far away for {s} s: 100 ms there and back',
  through: ['redis'],
  expect: { readyz: null, incident: null, log: null, silenceS: 3 },
  async run(stage) {
    await stage.outage({
      begin: () => stage.redisProxy.delay(DELAY_MS),
      end: () => stage.redisProxy.delay(0)
    })
  }
}
