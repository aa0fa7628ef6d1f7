import { failThread, threadFaultSettings } from '../thread-fault.mjs'

/** @type {import('../row.mjs').Row} */
export const row = {
  name: 'shard-crashed',
  group: 'process',
  title: "A shard's thread ends over an exception, once",
  needs: ['redis'],
  settings: threadFaultSettings,
  // It runs again before anybody has to do something.
  expect: { readyz: /shards/, incident: null, log: /A shard thread died/, silenceS: 10 },
  async run(stage) {
    await stage.outage({ begin: () => failThread(stage, 'crash'), end: () => undefined })
  }
}
