import { connect } from 'node:net'
import { FuzzedService } from './fuzzed-service.mjs'

const PATHS = ['/pushhub/ws/results', '/pushhub/ws/events', '/pushhub/ws/events?since=x', '/pushhub/ws/results?token=x']
const SOCKETS_AT_ONCE = 10
const HANDSHAKE_MS = 5000
const LINGER_MS = 50
const OPCODES = [0, 1, 2, 3, 7, 8, 9, 10, 11, 15]

/** Both sockets under frames that no client sends: each connection may be closed, the others may not notice. */
export class WebSocketFuzz {
  name = 'websocket'
  #fuzzed
  #connections = 0
  #refused = 0

  async open() {
    this.#fuzzed = await FuzzedService.open()
  }

  async step(random) {
    const cases = Array.from({ length: SOCKETS_AT_ONCE }, () => ({
      path: random.pick(PATHS),
      bytes: randomFrames(random)
    }))
    const opened = await Promise.all(cases.map(one => this.#talk(one)))
    this.#connections += cases.length
    const problem = this.#fuzzed.problem() ?? (opened.includes(false) ? 'a connection was not accepted' : null)
    if (problem === null) return null
    const { bytes, path } = cases[0]
    return {
      value: bytes,
      problem: `${path}: ${problem}`,
      fails: async less => !(await this.#talk({ path, bytes: less })) || this.#fuzzed.problem() !== null
    }
  }

  async report() {
    return `${this.#connections} connections, ${this.#refused} handshakes without an upgrade; ${await this.#fuzzed.report()}`
  }

  async close() {
    await this.#fuzzed?.close()
  }

  /** @returns {Promise<boolean>} Whether the handshake was answered. */
  #talk({ path, bytes }) {
    const { hostname, port, host } = new URL(this.#fuzzed.url)
    return new Promise(resolve => {
      const socket = connect(Number(port), hostname)
      const timer = setTimeout(() => end(false), HANDSHAKE_MS)
      const end = isAnswered => {
        clearTimeout(timer)
        socket.destroy()
        resolve(isAnswered)
      }
      socket.on('error', () => end(true))
      socket.once('data', answer => {
        if (!answer.toString('latin1').startsWith('HTTP/1.1 101')) this.#refused++
        socket.write(bytes)
        setTimeout(() => end(true), LINGER_MS)
      })
      socket.write(
        `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
          'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n'
      )
    })
  }
}

function randomFrames(random) {
  return Buffer.concat(
    Array.from({ length: 1 + random.next(6) }, () =>
      random.once(6) ? random.bytes(random.next(200)) : randomFrame(random)
    )
  )
}

/** Sometimes whole and legal, mostly not: bits, masks, lengths and texts are chosen without regard to each other. */
function randomFrame(random) {
  const payload = random.pick([
    () => random.bytes(random.next(200)),
    () => Buffer.from(random.text(20)),
    () => Buffer.from([0xc3, 0x28]),
    () => random.bytes(random.next(9000)),
    () => Buffer.alloc(0)
  ])()
  const isMasked = !random.once(5)
  const first = (random.once(3) ? 0 : 0x80) | (random.once(6) ? random.next(8) << 4 : 0) | random.pick(OPCODES)
  const length = random.once(6) ? random.pick([0, 126, 65_536, 2 ** 31, 2 ** 40]) : payload.length
  const mask = isMasked ? random.bytes(4) : Buffer.alloc(0)
  const masked = isMasked ? payload.map((byte, i) => byte ^ mask[i % 4]) : payload
  return Buffer.concat([Buffer.from([first]), lengthBytes(length, isMasked), mask, masked])
}

function lengthBytes(length, isMasked) {
  const bit = isMasked ? 0x80 : 0
  if (length < 126) return Buffer.from([bit | length])
  const bytes = Buffer.alloc(length < 65_536 ? 3 : 9)
  bytes[0] = bit | (length < 65_536 ? 126 : 127)
  if (length < 65_536) bytes.writeUInt16BE(length, 1)
  else bytes.writeBigUInt64BE(BigInt(length), 1)
  return bytes
}
