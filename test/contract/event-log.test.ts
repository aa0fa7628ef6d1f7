import { Redis } from 'ioredis'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { silentLog } from '../../src/lib/log.ts'
import { RedisEventStream } from '../../src/overview/adapters/redis-event-stream.ts'
import type { EventLog } from '../../src/overview/event-log.ts'
import { FleetEventLog } from '../../src/overview/fleet-event-log.ts'
import { MemoryEventLog } from '../../src/overview/memory-event-log.ts'
import { Hearing } from '../overview/hearing.ts'
import { makeIncident } from '../pipeline/incidents/make-incident.ts'
import { describeWithRedis } from '../servers/need.ts'
import { addressOf } from '../servers/redis-address.ts'
import { DATABASE } from '../servers/redis-databases.ts'
import { until } from '../servers/until.ts'

/** What every log of events must do. */
function holdsToContract(open: () => EventLog): void {
  let log: EventLog
  const stops: (() => void)[] = []
  const add = (stream: string) => log.add({ type: 'settings', stream }, 1000)
  const listen = async (since: string | null) => {
    const hearing = new Hearing()
    stops.push(log.listen(since, hearing))
    await until(() => hearing.start !== null)
    // Of a server that is slow today it hears once it answers.
    if (since === null && hearing.start?.missed === null) await until(() => hearing.resets.length > 0)
    return hearing
  }

  beforeEach(() => {
    log = open()
    log.start()
  })
  afterEach(async () => {
    for (const stop of stops.splice(0)) stop()
    await log.close()
  })

  it('tells whoever listens, as it was and in order, until they stop', async () => {
    const one = await listen(null)
    const two = new Hearing()
    const stop = log.listen(null, two)
    await until(() => two.start !== null)
    expect(one.start?.missed).toEqual([])
    expect(log.listeners).toBe(2)
    const told = makeIncident('i1', { stream: '门口 "1"' })
    log.add({ type: 'incident-opened', incident: told }, 1234)
    add('a')
    await until(() => one.live.length === 2 && two.live.length === 2)
    stop()
    add('b')
    await until(() => one.live.length === 3)
    expect(one.live.map(({ event, atMs }) => [event, atMs])).toEqual([
      [{ type: 'incident-opened', incident: told }, 1234],
      [{ type: 'settings', stream: 'a' }, 1000],
      [{ type: 'settings', stream: 'b' }, 1000]
    ])
    expect(two.names).toEqual(['incident-opened', 'a'])
    expect(log.listeners).toBe(1)
  })

  it('tells what has happened since an event', async () => {
    const first = await listen(null)
    for (const stream of ['a', 'b', 'c']) add(stream)
    await until(() => first.live.length === 3)
    const from = async (id: string) => (await listen(id)).names
    expect(await from(first.start?.newestId ?? '')).toEqual(['a', 'b', 'c'])
    expect(await from(first.live[0]?.id ?? '')).toEqual(['b', 'c'])
    expect(await from(first.live[2]?.id ?? '')).toEqual([])
  })

  it('tells each event once, whenever somebody comes and with whatever they have', async () => {
    const first = await listen(null)
    for (let i = 0; i < 20; i++) add(`before ${i}`)
    await until(() => first.live.length === 20)
    const late: { hearing: Hearing; since: string }[] = []
    for (let i = 0; i < 300; i++) {
      add(String(i))
      if (i % 10 !== 0) continue
      const since = first.live[(i / 10) % 20]?.id ?? ''
      const hearing = new Hearing()
      stops.push(log.listen(since, hearing))
      late.push({ hearing, since })
      await new Promise(resolve => setImmediate(resolve))
    }
    await until(() => first.live.length === 320)
    for (const { hearing, since } of late) {
      const expected = first.names.slice(first.live.findIndex(({ id }) => id === since) + 1)
      await until(() => hearing.all.length >= expected.length)
      expect(hearing.names).toEqual(expected)
    }
    expect(new Set(first.live.map(({ id }) => id)).size).toBe(320)
  })

  it.each(['', 'x', 'boot-1', '1-1', '99999999999999-0', '0-0', '-1-0', '1 ; FLUSHALL', 'x'.repeat(64)])(
    'knows nothing of %s',
    async id => {
      add('a')
      const hearing = await listen(id)
      expect(hearing.start?.missed).toBeNull()
      add('b')
      await until(() => hearing.names.includes('b'))
    }
  )

  it('forgets what is too long ago, and goes on', { timeout: 60_000 }, async () => {
    const first = await listen(null)
    for (let i = 0; i < 25_000; i++) {
      add(String(i))
      if (i % 500 === 0) await until(() => first.live.length > i - 500)
    }
    await until(() => first.live.length === 25_000, 30_000)
    expect((await listen(first.start?.newestId ?? '')).start?.missed).toBeNull()
    expect((await listen(first.live[10]?.id ?? '')).start?.missed).toBeNull()
    expect((await listen(first.live[24_000]?.id ?? '')).names).toHaveLength(999)
    expect(first.resets).toEqual([])
  })
}

describe('MemoryEventLog', () => {
  holdsToContract(() => new MemoryEventLog('run'))

  it('is not taken in by another run', () => {
    const log = new MemoryEventLog('boot-1')
    log.add({ type: 'settings', stream: 'a' }, 1)
    for (const id of ['boot-1', 'boot-1-', 'boot-1-x', 'boot-2-0', 'boot-1-99', 'boot-1-0.5', 'boot-1--1']) {
      const hearing = new Hearing()
      log.listen(id, hearing)
      expect(hearing.start?.missed).toBeNull()
    }
  })
})

describeWithRedis('FleetEventLog', url => {
  const address = addressOf(url, DATABASE.eventLog)
  afterEach(async () => {
    const redis = new Redis({ ...address, username: '', password: '', tls: undefined as never })
    await redis.flushdb()
    redis.disconnect()
  })
  holdsToContract(
    () =>
      new FleetEventLog({
        stream: new RedisEventStream(address),
        origin: `run-${Math.random()}`,
        viewsOf: () => [],
        log: silentLog
      })
  )
})
