import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { OVERDUE_MS, StreamReader } from '../../../../src/pipeline/capture/adapters/stream-reader.ts'

const PARTS = 6
const PART_BYTES = 100
const PART_MS = OVERDUE_MS / 3
const HEAD = `*1\r\n*2\r\n$8\r\nframes:a\r\n*1\r\n*2\r\n$3\r\n1-0\r\n*2\r\n$4\r\njpeg\r\n$${PARTS * PART_BYTES}\r\n`

/** A server that takes any command, and answers a read as the test says. */
describe('StreamReader', () => {
  let server: Server
  let answerRead: (socket: Socket) => Promise<void>
  let overdue: number
  let reader: StreamReader
  beforeEach(async () => {
    overdue = 0
    server = createServer(socket => {
      socket.on('error', () => undefined)
      socket.on('data', data => {
        if (data.includes('XREAD')) void answerRead(socket)
        else socket.write('+OK\r\n')
      })
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const address = { host: '127.0.0.1', port, db: 0, username: null, password: null, tls: false }
    const allocate = (bytes: number) => Buffer.alloc(bytes)
    reader = new StreamReader({ address, name: 'test', allocate, onOverdue: () => overdue++ })
    await reader.connect()
  })
  afterEach(() => {
    reader.close()
    server.close()
  })
  const read = () => reader.read([{ key: 'frames:a', cursor: '0-0' }], 1, true)

  it('takes a reply that arrives slowly for no silence', async () => {
    answerRead = async socket => {
      socket.write(HEAD)
      for (let part = 0; part < PARTS; part++) {
        await sleep(PART_MS)
        socket.write('x'.repeat(PART_BYTES))
      }
      socket.write('\r\n')
    }
    const [stream] = await read()
    expect(stream?.entries[0]?.jpeg).toHaveLength(PARTS * PART_BYTES)
    expect(overdue).toBe(0)
  })

  it('tells of a server that falls silent, also amid a reply', async () => {
    answerRead = async socket => {
      socket.write(HEAD)
    }
    const answer = read()
    await sleep(OVERDUE_MS + 500)
    expect(overdue).toBe(1)
    reader.close()
    await expect(answer).rejects.toThrow('Connection to Redis was closed')
  })
})
