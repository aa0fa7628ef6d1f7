import { Redis } from 'ioredis'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { silentLog } from '../../../../src/lib/log.ts'
import { StreamAudit } from '../../../../src/pipeline/capture/adapters/stream-audit.ts'
import { describeWithRedis } from '../../../servers/need.ts'

describeWithRedis('stream audit', redisUrl => {
  const key = `frames:audit-${process.pid}`
  const stream = { stream: 'a', key, cursor: null }
  let redis: Redis
  let audit: StreamAudit
  let lost: [number, string][]

  const add = async (): Promise<string> => (await redis.xadd(key, '*', 'jpeg', 'x')) ?? ''
  const addMany = async (count: number): Promise<string[]> => {
    const ids: string[] = []
    for (let i = 0; i < count; i++) ids.push(await add())
    return ids
  }

  beforeEach(async () => {
    redis = new Redis(redisUrl)
    await redis.del(key)
    lost = []
    const sink = { push: () => undefined, lost: (_: string, count: number, why: string) => lost.push([count, why]) }
    audit = new StreamAudit({ redis, sink, log: silentLog })
  })
  afterEach(async () => {
    await redis.del(key)
    redis.disconnect()
  })

  it('takes a stream for what it is when frames are read while the server is being asked', async () => {
    let cursor = (await audit.begin([stream])).get('a') ?? ''
    cursor = await add()
    audit.received('a', [cursor])
    const restarts = audit.check(() => cursor)
    // What a reader that was quicker than this question has brought.
    cursor = `${Number(cursor.split('-')[0]) + 1000}-0`
    audit.received('a', [cursor])
    expect(await restarts).toEqual([])
  })

  it('reads a stream from its beginning once it was made anew', async () => {
    const [, newest = ''] = await addMany(2)
    await audit.begin([stream])
    await redis.del(key)
    expect(await audit.check(() => newest)).toEqual([{ stream: 'a', restartAt: '0-0' }])
  })

  it('leaves a stream that was made anew alone while it is being read again', async () => {
    let cursor = await add()
    await audit.begin([stream])
    await redis.del(key)
    const restarts = audit.check(() => cursor)
    cursor = `${Number(cursor.split('-')[0]) + 1000}-0`
    expect(await restarts).toEqual([])
  })

  it('tells of lost entries once, as soon as reading gets to where the stream ended', async () => {
    await audit.begin([stream])
    const ids = await addMany(6)
    // Reading is at the second; the third and fourth will never come.
    audit.received('a', ids.slice(0, 2))
    await audit.check(() => ids[1] ?? null)
    expect(lost).toEqual([])
    audit.received('a', ids.slice(4))
    expect(lost).toEqual([[2, 'trimmed']])
    await audit.check(() => ids[5] ?? null)
    expect(lost).toEqual([[2, 'trimmed']])
  })

  it('tells entries that were passed over from those that were trimmed away', async () => {
    await audit.begin([stream])
    const ids = await addMany(5)
    audit.received('a', ids.slice(0, 1))
    audit.skipped('a', ids[4] ?? '')
    audit.received('a', ids.slice(4))
    await audit.check(() => ids[4] ?? null)
    const [, , newest = ''] = await addMany(3)
    audit.received('a', [newest])
    await audit.check(() => newest)
    expect(lost).toEqual([
      [3, 'overload'],
      [2, 'trimmed']
    ])
  })

  it('counts on from a stream that was made anew with fewer entries', async () => {
    await addMany(3)
    await audit.begin([stream])
    await redis.del(key)
    const ids = await addMany(2)
    audit.received('a', ids)
    await audit.check(() => ids[1] ?? null)
    const [, newest = ''] = await addMany(2)
    audit.received('a', [newest])
    await audit.check(() => newest)
    expect(lost).toEqual([[1, 'trimmed']])
  })
})
