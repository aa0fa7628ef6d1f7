import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'

const BYTES = 100 * 1024 * 1024
const EVERY_MS = 3000
/** Cameras that send such frames beside their own. */
const CAMERAS = 2
/** Numbers of frames, in the digits behind the milliseconds, that no camera of the load reaches. */
const FIRST_NUMBER = 900_000_000

/** @type {import('../row.mjs').Row} */
export const row = {
  name: 'frames-huge',
  group: 'frames',
  title: 'Two cameras send a frame of 100 MB every 3 s beside their own, for {s} s',
  redisOptions: ['--appendonly', 'no'],
  expect: { readyz: null, incident: null, log: null, silenceS: 5 },
  async run(stage) {
    const abort = new AbortController()
    let pushing = Promise.resolve(0)
    await stage.outage({
      begin: () => {
        pushing = push(stage, abort.signal)
      },
      end: () => abort.abort()
    })
    const count = await pushing
    return { note: `${count} frames of 100 MB`, pushed: count }
  }
}

/** @returns {Promise<number>} How many were pushed. */
async function push({ redis, streams }, signal) {
  const client = new Redis(redis.port, redis.host)
  // As a picture begins, so that nothing but the length is wrong.
  const jpeg = Buffer.alloc(BYTES, 0x55)
  jpeg.set([0xff, 0xd8, 0xff, 0xe0])
  let count = 0
  /** What each stream was given last: it is deleted again, or Redis would need gigabytes. */
  const last = new Map()
  while (!signal.aborted) {
    for (const stream of streams.slice(-CAMERAS)) {
      const key = `frames:${stream}`
      if (last.has(key)) await client.xdel(key, last.get(key))
      const now = new Date().toISOString()
      const meta = { ts1: now, ts_wall_iso: `${now.slice(0, -1)}${FIRST_NUMBER + count}Z` }
      last.set(key, await client.xadd(key, '*', 'meta', JSON.stringify(meta), 'jpeg', jpeg))
      count++
    }
    await sleep(EVERY_MS)
  }
  client.disconnect()
  return count
}
