import { failThread, threadFaultSettings } from '../thread-fault.mjs'

const EVERY_MS = 8000

/** @type {import('../row.mjs').Row} */
export const row = {
  name: 'shard-crashing',
  group: 'process',
  title: "A shard's thread ends over an exception every 8 s, for {s} s",
  needs: ['redis'],
  settings: threadFaultSettings,
  // The check tells of many deaths until they are a minute old.
  expect: { readyz: /shards/, incident: /shard 0 died/, log: /A shard thread died/, mostFramesLost: 1e6 },
  async run(stage) {
    let timer
    await stage.outage({
      begin: () => {
        timer = setInterval(() => failThread(stage, 'crash'), EVERY_MS)
        failThread(stage, 'crash')
      },
      end: () => clearInterval(timer)
    })
  }
}
