import { connect } from 'node:net'
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { ask } from './probe.mjs'

const SLOW_CLIENTS = 50
const LEFT_CONNECTIONS = 500
const BAD_REQUESTS = 2000
const BAD_AT_ONCE = 20
const DAMAGED_FRAMES = 500
/** Short of what counts as a shard that hangs. */
const STUCK_MS = 4000

/** Gets of the seeded random numbers a length within bounds, s. */
const between = (random, low, high) => (low + random() * (high - low)) * 1000

/**
 * What goes wrong: each resolves when it is over. `losesFrames`: frames may be lost by it, since what held them is gone or
 * nobody could read them in time; after every other one each frame has to have its result.
 *
 * @type {Record<string, { what: string, losesFrames: boolean, needsS3?: boolean, run: (stage: import('./soak-stage.mjs').SoakStage, random: () => number) => Promise<void> }>}
 */
export const FAULTS = {
  'frames: Redis killed': {
    what: 'the Redis of the frames is killed and is back empty after 5 to 15 s',
    losesFrames: true,
    run: ({ frames }, random) => killed(frames, between(random, 5, 15))
  },
  'frames: Redis hangs': {
    what: 'the Redis of the frames stands still for 5 to 20 s',
    losesFrames: true,
    run: ({ frames }, random) => standStill(signal => frames.signal(signal), between(random, 5, 20))
  },
  'state: Redis killed': {
    what: 'the Redis of the state is killed and is back with its data after 5 to 15 s',
    losesFrames: false,
    run: ({ state }, random) => killed(state, between(random, 5, 15))
  },
  'state: Redis hangs': {
    what: 'the Redis of the state stands still for 5 to 20 s',
    losesFrames: false,
    run: ({ state }, random) => standStill(signal => state.signal(signal), between(random, 5, 20))
  },
  'snapshots: S3 hangs': {
    what: 'the S3 gateway stands still for 10 to 40 s',
    losesFrames: false,
    needsS3: true,
    run: ({ gateway }, random) => standStill(signal => process.kill(gateway, signal), between(random, 10, 40))
  },
  'snapshots: S3 killed': {
    what: 'the S3 gateway is killed and is back after 5 to 20 s',
    losesFrames: false,
    needsS3: true,
    async run(stage, random) {
      process.kill(stage.gateway, 'SIGKILL')
      await sleep(between(random, 5, 20))
      await stage.startGateway()
    }
  },
  'a shard fails': {
    what: 'an exception ends every other shard thread',
    losesFrames: false,
    run: ({ probe }, random) => ask(probe, { do: 'crash', turn: Math.floor(random() * 2) })
  },
  'shards are stuck': {
    what: `all shard threads are busy with something else for ${STUCK_MS / 1000} s`,
    losesFrames: true,
    async run({ probe }) {
      await ask(probe, { do: 'stick', ms: STUCK_MS })
      await sleep(STUCK_MS)
    }
  },
  'slow clients': {
    what: `${SLOW_CLIENTS} WebSocket clients that never read, for 35 to 60 s`,
    losesFrames: false,
    async run({ service }, random) {
      const sockets = Array.from({ length: SLOW_CLIENTS }, () => upgraded(service.url))
      await sleep(between(random, 35, 60))
      for (const socket of sockets) socket.destroy()
    }
  },
  'connections left': {
    what: `${LEFT_CONNECTIONS} connections that say nothing, for 10 to 30 s`,
    losesFrames: false,
    async run({ service }, random) {
      const sockets = Array.from({ length: LEFT_CONNECTIONS }, () => opened(service.url))
      await sleep(between(random, 10, 30))
      for (const socket of sockets) socket.destroy()
    }
  },
  'bad requests': {
    what: `${BAD_REQUESTS} requests that are refused`,
    losesFrames: false,
    run: ({ service }) => floodBadly(service.url)
  },
  'damaged frames': {
    what: `${DAMAGED_FRAMES} frames that are no pictures, to a camera that is watched`,
    losesFrames: false,
    async run({ faulty }) {
      for (let i = 0; i < DAMAGED_FRAMES; i++) {
        await faulty.sendBytes(randomBytes(2000))
        await sleep(10)
      }
    }
  }
}

/** @param {import('../stage/redis-servers.mjs').RedisServer} server */
async function killed(server, ms) {
  server.signal('SIGKILL')
  await sleep(ms)
  await server.startAgain()
}

async function standStill(signal, ms) {
  signal('SIGSTOP')
  try {
    await sleep(ms)
  } finally {
    signal('SIGCONT')
  }
}

function opened(address) {
  const { hostname, port } = new URL(address)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => undefined)
  return socket
}

/** Never reads what it is sent. */
function upgraded(address) {
  const socket = opened(address)
  socket.pause()
  socket.write(
    `GET /pushhub/ws/results HTTP/1.1\r\nHost: ${new URL(address).host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`
  )
  return socket
}

async function floodBadly(address) {
  const bad = [
    ['POST', '/pushhub/subscribe', '{"streams": 5}'],
    ['POST', '/pushhub/subscribe', '{"streams": ['],
    ['GET', '/no/such/route', undefined],
    ['PUT', '/pushhub/start', '{}']
  ]
  let next = 0
  const worker = async () => {
    while (next < BAD_REQUESTS) {
      const [method, path, body] = bad[next++ % bad.length]
      const headers = body === undefined ? {} : { 'content-type': 'application/json' }
      const answer = await fetch(address + path, { method, body, headers }).catch(() => null)
      await answer?.arrayBuffer().catch(() => undefined)
    }
  }
  await Promise.all(Array.from({ length: BAD_AT_ONCE }, worker))
}
