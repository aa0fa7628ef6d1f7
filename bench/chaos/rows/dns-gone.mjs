import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { OwnNames } from '../../stage/own-names.mjs'

const [REDIS, S3] = ['redis.chaos.example', 's3.chaos.example']
/** Of the name server that never answers. */
const SERVER = '127.77.77.53'
/** @type {OwnNames} */
let names

/** @type {import('../row.mjs').Row} */
export const row = {
  name: 'dns-gone',
  group: 'dns',
  title:
    'The names of Redis and S3 are not known for {s} s (the name server does not answer), and all connections break',
  through: ['redis', 's3'],
  settings: stage => ({
    REDIS_HOST: REDIS,
    MINIO_ENDPOINT: `${S3}:${stage.s3Gate.endpoint.split(':')[1]}`
  }),
  within: () => names.within,
  // Frames pile up in Redis meanwhile: the newest of each camera are judged, the others counted.
  expect: {
    readyz: /redis/,
    incident: /redis/i,
    log: /EAI_AGAIN|ENOTFOUND|redis/i,
    mostFramesLost: Number.POSITIVE_INFINITY
  },
  async prepare(stage) {
    const folder = join(stage.folder, 'names')
    mkdirSync(folder)
    names = await OwnNames.open(folder, { [REDIS]: '127.0.0.1', [S3]: '127.0.0.1' }, SERVER)
  },
  async run(stage) {
    await stage.outage({
      begin: () => {
        names.unknown()
        stage.redisProxy.cut()
        stage.s3Gate.cut()
      },
      end: () => names.known()
    })
  },
  async tidy() {
    names.close()
  }
}
