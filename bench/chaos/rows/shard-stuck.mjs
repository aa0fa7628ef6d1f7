import { failThread, threadFaultSettings } from '../thread-fault.mjs'

/** @type {import('../row.mjs').Row} */
export const row = {
  name: 'shard-stuck',
  group: 'process',
  title: "A shard's thread runs in a loop for ever; the watchdog ends it after 10 s",
  needs: ['redis'],
  settings: threadFaultSettings,
  // What waited meanwhile is more than can be judged at once: old frames are dropped and counted.
  expect: { readyz: /shards/, incident: null, log: /A shard thread hangs/, silenceS: 25, mostFramesLost: 1e6 },
  async run(stage) {
    await stage.outage({ begin: () => failThread(stage, 'hang'), end: () => undefined })
  }
}
