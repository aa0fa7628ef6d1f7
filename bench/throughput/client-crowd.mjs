// Many WebSocket clients in one process: they shake hands, then only count what comes, so that they leave the cores to
// the service. Pings are not answered: the service waits minutes for an answer.
import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'

const [address, count] = process.argv.slice(2)
const { hostname, port, host } = new URL(address)
const sockets = []
/** Bytes behind the handshake, by client. */
const received = new Array(Number(count)).fill(0)

process.on('disconnect', () => process.exit(0))
process.on('message', () => {
  process.send(received, () => process.exit(0))
})
for (let i = 0; i < received.length; i++) sockets.push(await open(i))
process.send('open')

function open(index) {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname)
    socket.once('error', reject)
    socket.write(
      `GET /pushhub/ws/results HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`
    )
    socket.once('data', answer => {
      if (!answer.toString('latin1').startsWith('HTTP/1.1 101')) return reject(new Error(answer.toString('latin1')))
      socket.on('data', bytes => {
        received[index] += bytes.length
      })
      resolve(socket)
    })
  })
}
