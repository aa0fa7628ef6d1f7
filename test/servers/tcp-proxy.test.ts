import { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeWithRedis } from './need.ts'
import { startRedis } from './redis-server.ts'
import { TcpProxy } from './tcp-proxy.ts'

describeWithRedis('tcp proxy', redisUrl => {
  let proxy: TcpProxy
  const client = (): Redis => {
    const redis = new Redis({ port: proxy.port, host: proxy.host, lazyConnect: true, retryStrategy: () => null })
    redis.on('error', () => undefined)
    return redis
  }

  beforeAll(async () => {
    proxy = await TcpProxy.start(new URL(redisUrl).hostname, Number(new URL(redisUrl).port))
  })
  afterAll(() => proxy.close())

  it('passes everything on, and delays it when told to', async () => {
    const redis = client()
    expect(await redis.ping()).toBe('PONG')
    proxy.delay(30)
    const before = performance.now()
    await redis.ping()
    expect(performance.now() - before).toBeGreaterThan(55)
    proxy.delay(0)
    redis.disconnect()
  })

  it('answers nothing while paused, and what waited afterwards', async () => {
    const redis = client()
    await redis.ping()
    proxy.pause()
    const answer = redis.ping()
    const first = await Promise.race([answer, new Promise(resolve => setTimeout(() => resolve('nothing'), 100))])
    expect(first).toBe('nothing')
    await proxy.resume()
    expect(await answer).toBe('PONG')
    redis.disconnect()
  })

  it('refuses connections, and takes them again on the same port', async () => {
    const port = proxy.port
    await proxy.refuse()
    await expect(client().connect()).rejects.toThrow()
    await proxy.resume()
    expect(proxy.port).toBe(port)
    const redis = client()
    expect(await redis.ping()).toBe('PONG')
    redis.disconnect()
  })

  it('resets the next connection once it has sent something', async () => {
    proxy.resetNext(1)
    await expect(client().ping()).rejects.toThrow()
    const redis = client()
    expect(await redis.ping()).toBe('PONG')
    redis.disconnect()
  })
})

describeWithRedis('a Redis server of its own', () => {
  it('comes back on its port after it was stopped', async () => {
    const first = await startRedis()
    await first.stop()
    const second = await startRedis(first.port)
    expect(second.url).toBe(first.url)
    const redis = new Redis(second.url)
    expect(await redis.ping()).toBe('PONG')
    redis.disconnect()
    await second.stop()
  })
})
