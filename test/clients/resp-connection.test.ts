import { afterEach, expect, it } from 'vitest'
import type { RedisAddress } from '../../src/clients/redis-address.ts'
import { RespConnection } from '../../src/clients/resp-connection.ts'
import { RespError } from '../../src/clients/resp-parser.ts'
import { describeWithRedis } from '../servers/need.ts'
import { DATABASE } from '../servers/redis-databases.ts'
import { startRedis } from '../servers/redis-server.ts'
import { TcpProxy } from '../servers/tcp-proxy.ts'

const NO_ACCOUNT = { username: null, password: null, db: 0, tls: false }

describeWithRedis('RESP connection', redisUrl => {
  const { hostname, port } = new URL(redisUrl)
  const address: RedisAddress = { host: hostname, port: Number(port), ...NO_ACCOUNT }
  const opened: RespConnection[] = []
  const connect = async (to = address) => {
    const connection = new RespConnection(to, 'test')
    opened.push(connection)
    await connection.open()
    return connection
  }
  afterEach(() => {
    for (const connection of opened.splice(0)) connection.close()
  })

  it('gives replies in the order of the commands, large values byte for byte', async () => {
    const connection = await connect({ ...address, db: DATABASE.respConnection })
    const text = '\u0000é门'.repeat(200_000)
    const [set, got, missing, refused] = await Promise.all([
      connection.send(['SET', 'resp-connection', text]),
      connection.send(['GET', 'resp-connection']),
      connection.send(['GET', 'resp-connection-missing']),
      connection.send(['LPUSH', 'resp-connection', 'x'])
    ])
    await connection.command(['DEL', 'resp-connection'])
    expect(set).toBe('OK')
    expect(String(got)).toBe(text)
    expect(missing).toBeNull()
    expect(refused).toBeInstanceOf(RespError)
    expect((refused as RespError).message).toMatch(/^WRONGTYPE/)
  })

  it('signs in, and says what the server refuses', async () => {
    const server = await startRedis(0, ['--requirepass', 'secret'])
    try {
      const to = { ...address, port: Number(new URL(server.url).port) }
      await expect(connect({ ...to, password: 'wrong' })).rejects.toThrow(/WRONGPASS/)
      const connection = await connect({ ...to, password: 'secret' })
      expect(await connection.command(['PING'])).toBe('PONG')
    } finally {
      await server.stop()
    }
  })

  it('rejects what is in flight at once when the connection breaks', async () => {
    const proxy = await TcpProxy.start(address.host, address.port)
    try {
      const connection = await connect({ ...address, host: '127.0.0.1', port: proxy.port })
      const read = connection.send(['XREAD', 'BLOCK', '60000', 'STREAMS', 'resp-connection-none', '$'])
      proxy.cut()
      await expect(read).rejects.toThrow(/clos|ECONNRESET/i)
      expect(connection.isOpen).toBe(false)
      await expect(connection.send(['PING'])).rejects.toThrow()
    } finally {
      await proxy.close()
    }
  })

  it('says that nobody listens', async () => {
    await expect(connect({ ...address, port: 1 })).rejects.toThrow(/ECONNREFUSED/)
  })
})
