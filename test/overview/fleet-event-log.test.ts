import { Redis } from 'ioredis'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { silentLog } from '../../src/lib/log.ts'
import { RedisEventStream } from '../../src/overview/adapters/redis-event-stream.ts'
import type { CameraView } from '../../src/overview/camera-view.ts'
import { FleetEventLog } from '../../src/overview/fleet-event-log.ts'
import { describeWithRedis } from '../servers/need.ts'
import { addressOf } from '../servers/redis-address.ts'
import { startRedis } from '../servers/redis-server.ts'
import type { RunningServer } from '../servers/server-script.ts'
import { TcpProxy } from '../servers/tcp-proxy.ts'
import { until } from '../servers/until.ts'
import { Hearing } from './hearing.ts'

const EVENTS = 'camera-check:fleet:events'

describeWithRedis('FleetEventLog of several members', () => {
  let server: RunningServer
  let proxy: TcpProxy
  let raw: Redis
  const logs: FleetEventLog[] = []
  const member = (origin: string, url = server.url, views: readonly CameraView[] = []) => {
    const log = new FleetEventLog({
      stream: new RedisEventStream(addressOf(url)),
      origin,
      viewsOf: streams => views.filter(({ stream }) => streams.includes(stream)),
      log: silentLog
    })
    logs.push(log)
    return log
  }
  const listen = (log: FleetEventLog, since: string | null = null) => {
    const hearing = new Hearing()
    return Object.assign(hearing, { stop: log.listen(since, hearing) })
  }

  beforeEach(async () => {
    server = await startRedis()
    const { hostname, port } = new URL(server.url)
    proxy = await TcpProxy.start(hostname, Number(port))
    raw = new Redis(server.url, { lazyConnect: false })
    raw.on('error', () => undefined)
  })
  afterEach(async () => {
    for (const log of logs.splice(0)) await log.close()
    raw.disconnect()
    await proxy.refuse()
    await server.stop()
  })

  it('a listener that lost one member goes on at another one, without loss and without doubles', async () => {
    const [one, two] = [member('m1'), member('m2')]
    const watcher = listen(two)
    await until(() => watcher.start !== null)
    let since = watcher.start?.newestId ?? ''
    const heard: string[] = []
    for (let turn = 0; turn < 6; turn++) {
      const at = turn % 2 === 0 ? one : two
      const client = listen(at, since)
      for (let i = 0; i < 25; i++) {
        one.add({ type: 'settings', stream: `one ${turn * 25 + i}` }, 1)
        two.add({ type: 'settings', stream: `two ${turn * 25 + i}` }, 1)
      }
      // It is lost in the middle of things.
      await until(() => client.all.length >= 20)
      client.stop()
      heard.push(...client.names)
      since = client.lastId
    }
    const last = listen(one, since)
    await until(() => heard.length + last.all.length >= 300)
    heard.push(...last.names)
    await until(() => watcher.live.length === 300)
    expect(heard).toEqual(watcher.names)
    for (const name of ['one', 'two']) {
      expect(heard.filter(text => text.startsWith(name))).toEqual(Array.from({ length: 150 }, (_, i) => `${name} ${i}`))
    }
  })

  it('cameras come with how they are at their own member', async () => {
    const view = { stream: 'a', name: 'Gate', groups: [], state: 'healthy', sinceMs: 5, faults: [], explained: [] }
    const views = [{ ...view, notJudged: [], measures: { blur: 1 } } as unknown as CameraView]
    const [one, two] = [member('m1', server.url, views), member('m2')]
    const client = listen(two)
    await until(() => client.start !== null)
    one.add({ type: 'cameras', streams: ['a'] }, 7)
    await until(() => client.live.length === 1)
    expect(client.live[0]).toMatchObject({ atMs: 7, event: { type: 'cameras', streams: ['a'], views } })
  })

  it('while Redis is away nothing is lost and nothing comes twice', async () => {
    const through = `redis://127.0.0.1:${proxy.port}/0`
    const [one, two] = [member('m1', through), member('m2', through)]
    const client = listen(two)
    await until(() => client.start !== null)
    for (let round = 0; round < 4; round++) {
      for (let i = 0; i < 50; i++) {
        one.add({ type: 'settings', stream: String(round * 100 + i) }, 1)
        if (i === 25) await proxy.refuse()
      }
      for (let i = 50; i < 100; i++) one.add({ type: 'settings', stream: String(round * 100 + i) }, 1)
      await proxy.resume()
    }
    await until(() => client.live.length >= 400, 20_000)
    expect(client.names).toEqual(Array.from({ length: 400 }, (_, i) => String(i)))
    expect(client.resets).toEqual([])
  })

  it('what could not wait is told as lost', async () => {
    const one = member('m1', `redis://127.0.0.1:${proxy.port}/0`)
    const client = listen(member('m2'))
    await until(() => client.start !== null)
    await proxy.refuse()
    for (let i = 0; i < 6000; i++) one.add({ type: 'settings', stream: String(i) }, 1)
    await proxy.resume()
    await until(() => client.names.at(-1) === '5999', 20_000)
    expect(client.resets).toHaveLength(1)
    expect(client.live.length + one.stats().dropped).toBe(6000)
    expect(one.stats().dropped).toBeGreaterThan(900)
  })

  it('a Redis that came back empty is noticed, and who resumes loads anew', async () => {
    const [one, two] = [member('m1'), member('m2')]
    const client = listen(two)
    await until(() => client.start !== null)
    one.add({ type: 'settings', stream: 'a' }, 1)
    await until(() => client.live.length === 1)
    const since = client.lastId
    const { port } = new URL(server.url)
    await server.stop()
    server = await startRedis(Number(port))
    await until(() => client.resets.length > 0, 20_000)
    one.add({ type: 'settings', stream: 'b' }, 1)
    await until(() => client.names.includes('b'), 20_000)
    const other = listen(one, since)
    await until(() => other.start !== null)
    expect(other.start?.missed).toBeNull()
    expect(client.names).toEqual(['a', 'b'])
  })

  it('entries that were trimmed before they were read are told as lost', async () => {
    const client = listen(member('m1'))
    await until(() => client.start !== null)
    await raw
      .multi()
      .incrby('camera-check:fleet:events-number', 5)
      .xadd(EVENTS, '*', 'n', 7, 'e', '{"type":"gap"}')
      .exec()
    await until(() => client.resets.length === 1)
  })

  it('passes over entries that say nothing to it', async () => {
    const one = member('m1')
    const client = listen(one)
    await until(() => client.start !== null)
    const start = client.start?.newestId ?? ''
    const texts = ['', '{', 'null', '[]', '7', '{"type":"later"}', '{"type":"settings"}', '{"at":1,"type":"settings"}']
    const worse = ['{"at":1,"type":"incident-opened","incident":{"id":7}}', '{"at":1,"type":"cameras","streams":["a"]}']
    const worst = '{"at":1,"type":"cameras","streams":["a"],"views":[{"stream":"a"}]}'
    await new RedisEventStream(addressOf(server.url)).append('raw', 1, [...texts, ...worse, worst], 1000)
    one.add({ type: 'settings', stream: 'a' }, 1)
    await until(() => client.live.length === 1)
    expect(client.names).toEqual(['a'])
    expect(one.stats().unreadable).toBe(11)
    expect(client.resets).toEqual([])
    const late = listen(one, start)
    await until(() => late.start !== null)
    expect(late.names).toEqual(['a'])
  })

  it('a listener that comes while Redis is away is told to load anew, once now and once when it is back', async () => {
    const one = member('m1', `redis://127.0.0.1:${proxy.port}/0`)
    await proxy.refuse()
    const client = listen(one, '5-0')
    await until(() => client.start !== null)
    expect(client.start).toEqual({ newestId: '5-0', missed: null })
    await proxy.resume()
    await until(() => client.resets.length === 1)
    one.add({ type: 'settings', stream: 'a' }, 1)
    await until(() => client.names.includes('a'))
  })

  it('keeps fewer events when they are large', async () => {
    const one = member('m1')
    const client = listen(one)
    await until(() => client.start !== null)
    const text = 'x'.repeat(100_000)
    for (let i = 0; i < 1200; i++) {
      one.add({ type: 'settings', stream: text }, 1)
      if (i % 50 === 49) await until(() => client.live.length === i + 1)
    }
    expect(await raw.xlen(EVENTS)).toBeLessThan(600)
    expect(client.resets).toEqual([])
  })
})
