import { expect, it } from 'vitest'
import { openRedis, troubleOf, whenReady } from '../../src/clients/redis-connection.ts'
import { startRedis } from '../servers/redis-server.ts'

const ADDRESS = { username: null, db: 0, tls: false } as const

it('says why a connection is not ready: nobody there, a wrong password', async () => {
  const server = await startRedis(0, ['--requirepass', 'right'])
  const { host, port } = server
  const redis = openRedis({ ...ADDRESS, host, port, password: 'wrong' }, 'test', 1000)
  try {
    await expect(whenReady(redis, 500)).rejects.toThrow(/^WRONGPASS/)
    await server.stop()
    await expect(whenReady(redis, 3000)).rejects.toThrow(/ECONNREFUSED/)
    expect(troubleOf(redis)).toContain('ECONNREFUSED')
  } finally {
    redis.disconnect()
    await server.stop()
  }
})

it('forgets why a connection was not ready once it is', async () => {
  const server = await startRedis()
  const { host, port } = server
  await server.stop()
  const redis = openRedis({ ...ADDRESS, host, port, password: null }, 'test', 1000)
  await expect(whenReady(redis, 300)).rejects.toThrow(/ECONNREFUSED/)
  const back = await startRedis(port)
  try {
    await whenReady(redis, 5000)
    expect(troubleOf(redis)).toBeNull()
  } finally {
    redis.disconnect()
    await back.stop()
  }
})
