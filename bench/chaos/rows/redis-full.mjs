/** @type {import('../row.mjs').Row} */
export const row = {
  name: 'redis-full',
  group: 'redis',
  title: 'Redis is out of memory for {s} s (maxmemory reached, noeviction): it takes nothing, frames neither',
  expect: { readyz: /incidents/, incident: /OOM|memory/i, log: /OOM|memory/i },
  async run(stage) {
    await stage.outage({
      begin: () => stage.redis.ask('CONFIG', 'SET', 'maxmemory', '1mb'),
      end: () => stage.redis.ask('CONFIG', 'SET', 'maxmemory', '0')
    })
  }
}
