const USER = 'watcher'
const [OLD, NEW] = ['the-old-password', 'another-password']

/** @type {import('../row.mjs').Row} */
export const row = {
  name: 'redis-password',
  group: 'redis',
  title:
    'The service’s password for Redis is changed, and its connections are closed; {s} s later the old one holds again',
  settings: { REDIS_USERNAME: USER, REDIS_PASSWORD: OLD },
  // Frames pile up in Redis meanwhile: the newest of each camera are judged, the others counted.
  expect: {
    readyz: /redis/,
    incident: /WRONGPASS|NOAUTH|password/i,
    log: /WRONGPASS|NOAUTH|password/i,
    mostFramesLost: Number.POSITIVE_INFINITY
  },
  async prepare(stage) {
    await stage.redis.ask('ACL', 'SETUSER', USER, 'on', `>${OLD}`, '~*', '&*', '+@all')
  },
  async run(stage) {
    await stage.outage({
      begin: async () => {
        await stage.redis.ask('ACL', 'SETUSER', USER, 'resetpass', `>${NEW}`)
        await stage.redis.ask('CLIENT', 'KILL', 'USER', USER)
      },
      end: () => stage.redis.ask('ACL', 'SETUSER', USER, 'resetpass', `>${OLD}`)
    })
  }
}
