/** @type {import('../row.mjs').Row} */
export const row = {
  name: 'redis-read-only',
  group: 'redis',
  title: 'Redis is read-only for {s} s: it was made the replica of a primary that is not there',
  expect: {
    readyz: /incidents|redis/,
    incident: /READONLY|read.only/i,
    log: /READONLY|read.only/i
  },
  async run(stage) {
    await stage.outage({
      begin: () => stage.redis.ask('REPLICAOF', '127.0.0.1', '1'),
      end: () => stage.redis.ask('REPLICAOF', 'NO', 'ONE')
    })
  }
}
