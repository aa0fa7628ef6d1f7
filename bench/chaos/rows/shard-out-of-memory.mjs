import { failThread, threadFaultSettings } from '../thread-fault.mjs'

/** @type {import('../row.mjs').Row} */
export const row = {
  name: 'shard-out-of-memory',
  group: 'process',
  title: "A shard's thread takes all the memory it may have (SHARD_HEAP_MB=256), once",
  needs: ['redis'],
  settings: stage => ({ ...threadFaultSettings(stage), SHARD_HEAP_MB: '256' }),
  expect: { readyz: /shards/, incident: null, log: /memory limit|out-of-memory/, silenceS: 15, mostFramesLost: 1e6 },
  async run(stage) {
    await stage.outage({ begin: () => failThread(stage, 'greed'), end: () => undefined })
  }
}
