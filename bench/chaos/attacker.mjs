// Clients that mean no good, in a process of their own: started by attack() of attack.mjs.
// Argument: JSON { kind, url, count, ... }. Tells { ready: true } when all have been begun, and its figures when told to stop.
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'

const order = JSON.parse(process.argv[2] ?? '{}')
const { hostname, port } = new URL(order.url)
const figures = {}
const count = name => {
  figures[name] = (figures[name] ?? 0) + 1
}
let isOver = false

/** Opened a few at a time, as a real client's kernel would; `begin` gives back nothing or a promise. */
async function openAll(many, begin) {
  for (let i = 0; i < many && !isOver; i++) {
    begin(i)
    if (i % 100 === 99) await sleep(20)
  }
}

const KINDS = {
  /** Connections on which nothing is said; one that is closed is opened again. */
  async idle() {
    const open = () => {
      const socket = connect(Number(port), hostname)
      let said = ''
      socket.on('connect', () => count('opened'))
      socket.on('data', bytes => {
        said += bytes
      })
      socket.on('error', () => undefined)
      socket.on('close', () => {
        count(/^HTTP\/1\.1 (\d+)/.exec(said)?.[1] ?? 'closed without a word')
        // Later than it is let go: what is measured is connections that stay, and not their opening.
        if (!isOver) setTimeout(open, 10_000)
      })
    }
    await openAll(order.count, open)
  },

  /** Requests whose headers come a line a second, without end. */
  async drip() {
    const open = () => {
      const socket = connect(Number(port), hostname)
      let said = ''
      socket.on('connect', () => socket.write('GET /pushhub/cameras HTTP/1.1\r\nHost: a\r\n'))
      const timer = setInterval(() => socket.write(`X-${Math.random()}: a\r\n`), 1000)
      socket.on('data', bytes => {
        said += bytes
      })
      socket.on('error', () => undefined)
      socket.on('close', () => {
        clearInterval(timer)
        count(/^HTTP\/1\.1 (\d+)/.exec(said)?.[1] ?? 'closed without a word')
        if (!isOver) setTimeout(open, 100)
      })
    }
    await openAll(order.count, open)
  },

  /** `perSecond` requests, each wrong in one of five ways, over `count` connections. */
  async flood() {
    const body = '{"streams": 5'
    const requests = [
      'GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n',
      'GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n',
      `POST /pushhub/subscribe HTTP/1.1\r\nHost: a\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
      'DELETE /livez HTTP/1.1\r\nHost: a\r\n\r\n',
      'no HTTP at all\r\n\r\n'
    ]
    const sockets = []
    const open = i => {
      const socket = connect(Number(port), hostname)
      sockets[i] = socket
      socket.setNoDelay(true)
      socket.on('data', bytes => {
        for (const [, status] of String(bytes).matchAll(/HTTP\/1\.1 (\d{3}) /g)) count(status)
      })
      socket.on('error', () => undefined)
      socket.on('close', () => !isOver && setTimeout(open, 10, i))
    }
    await openAll(order.count, open)
    let sent = 0
    const from = performance.now()
    const timer = setInterval(() => {
      if (isOver) return clearInterval(timer)
      for (const due = ((performance.now() - from) / 1000) * order.perSecond; sent < due; sent++) {
        const socket = sockets[sent % sockets.length]
        // One in a hundred is no HTTP: it costs its connection.
        const request = sent % 100 === 0 ? requests[4] : requests[sent % 4]
        if (socket.writable && socket.writableLength < 65_536) {
          socket.write(request)
          count('sent')
        } else count('not sent: the service takes no more')
      }
    }, 5)
  },

  /** `count` WebSocket clients, `deaf` of which never read; every other one of the events, the rest of the results. */
  async websockets() {
    const open = i => {
      const path = i % 2 === 0 ? 'results' : 'events'
      const socket = new WebSocket(`${order.url.replace('http', 'ws')}/pushhub/ws/${path}`, {
        perMessageDeflate: false
      })
      const isDeaf = i < order.deaf
      socket.on('open', () => {
        count('opened')
        if (isDeaf) socket.pause()
      })
      socket.on('message', () => count('messages'))
      socket.on('error', () => undefined)
      socket.on('close', code => {
        count(`${isDeaf ? 'deaf' : 'reading'} closed with ${code}`)
        if (!isOver) setTimeout(open, 1000, i)
      })
    }
    await openAll(order.count, open)
  }
}

process.on('message', () => {
  isOver = true
  process.send({ figures }, () => process.exit(0))
})
process.on('disconnect', () => process.exit(0))
await KINDS[order.kind]()
process.send({ ready: true })
