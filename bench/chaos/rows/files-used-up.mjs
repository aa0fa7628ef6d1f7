import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

const FILES = 512
const CLIENTS = 800
const RECONNECT_AFTER_MS = 5000

/** @type {import('../row.mjs').Row} */
export const row = {
  name: 'files-used-up',
  group: 'process',
  title: `The process may have ${FILES} files open, ${CLIENTS} clients connect and stay for {s} s, and Redis breaks its connections meanwhile`,
  needs: ['redis'],
  within: () => ['bash', '-c', `ulimit -n ${FILES}; exec "$@"`, 'bash'],
  // It reads again before anybody may have asked /readyz.
  expect: { incident: null, log: /A connection was refused/, silenceS: 8 },
  async run(stage) {
    const sockets = []
    await stage.outage({
      begin: async () => {
        const { hostname, port } = new URL(stage.url)
        for (let i = 0; i < CLIENTS; i++) {
          const socket = connect(Number(port), hostname)
          socket.on('error', () => undefined)
          sockets.push(socket)
        }
        await sleep(RECONNECT_AFTER_MS)
        // What reads the frames has to be opened again, and needs files for it.
        await stage.redis.ask('CLIENT', 'KILL', 'TYPE', 'normal')
      },
      end: () => {
        for (const socket of sockets) socket.destroy()
      }
    })
  }
}
