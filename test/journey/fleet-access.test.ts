import { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { FLEET_KEYS } from '../../src/fleet/fleet-keys.ts'
import { entry } from '../http/access/test-access.ts'
import { describeWithRedis } from '../servers/need.ts'
import { addressOf } from '../servers/redis-address.ts'
import { DATABASE } from '../servers/redis-databases.ts'
import { RunningService } from '../servers/running-service.ts'
import { until } from '../servers/until.ts'

const TOKENS = [entry('ann', 'operator', 'token-of-ann'), entry('wall', 'viewer', 'token-of-the-wall')].join(',')
const STREAMS = Array.from({ length: 12 }, (_, i) => `access/cam-${i}`)

describeWithRedis('access to a fleet of real services', redisUrl => {
  const { host, port } = addressOf(redisUrl)
  const redis = new Redis({ host, port, db: DATABASE.fleetAccess })
  const members: RunningService[] = []
  const ann = { authorization: 'Bearer token-of-ann' }
  const at = (index: number) => members[index] as RunningService
  const get = (index: number, path: string, headers: Record<string, string>) => fetch(at(index).url + path, { headers })

  beforeAll(async () => {
    await redis.flushdb()
    const env = { REDIS_HOST: host, REDIS_PORT: String(port), REDIS_DB: String(DATABASE.fleetAccess), FLEET: '1' }
    const more = { EXECUTOR_CPU: '1', SNAPSHOT_STORE: 'folder', API_TOKENS: TOKENS, HOST: '127.0.0.1' }
    for (const id of ['a', 'b']) members.push(await RunningService.start({ ...env, ...more, FLEET_ID: id }))
    const body = JSON.stringify({ streams: STREAMS })
    const headers = { ...ann, 'content-type': 'application/json' }
    expect((await fetch(`${at(0).url}/pushhub/subscribe`, { method: 'POST', headers, body })).status).toBe(200)
    await until(async () => {
      const answer = await get(1, '/pushhub/cameras', ann)
      const { items } = (await answer.json()) as { items: { member: string | null }[] }
      return new Set(items.map(({ member }) => member)).size === 2 && items.every(({ member }) => member !== null)
    }, 60_000)
  }, 120_000)
  afterAll(async () => {
    await Promise.all(members.map(member => member.dispose()))
    redis.disconnect()
  })

  it('a session of one opens every camera at each of them, by its role', async () => {
    const headers = { 'content-type': 'application/json', origin: at(0).url }
    const body = JSON.stringify({ token: 'token-of-the-wall' })
    const begun = await fetch(`${at(0).url}/pushhub/session`, { method: 'POST', headers, body })
    const cookie = (begun.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    for (const [i, stream] of [...STREAMS, ...STREAMS].entries()) {
      const path = `/pushhub/cameras/${encodeURIComponent(stream)}`
      const index = i < STREAMS.length ? 0 : 1
      expect([stream, (await get(index, path, { cookie })).status]).toEqual([stream, 200])
      const patch = { method: 'PATCH', headers: { cookie, origin: at(index).url }, body: '{"name":"x"}' }
      expect((await fetch(`${at(index).url}${path}/settings`, patch)).status).toBe(403)
    }
    // Redis forgets what signs; the members do not.
    await redis.del(FLEET_KEYS.secret)
    for (const index of [0, 1]) expect((await get(index, '/pushhub/system', { cookie })).status).toBe(200)
  })

  it('a session that was ended at one of them is ended at the other', async () => {
    const headers = { 'content-type': 'application/json', origin: at(0).url }
    const body = JSON.stringify({ token: 'token-of-the-wall' })
    const begun = await fetch(`${at(0).url}/pushhub/session`, { method: 'POST', headers, body })
    const cookie = (begun.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    expect((await get(1, '/pushhub/system', { cookie })).status).toBe(200)
    const ended = await fetch(`${at(0).url}/pushhub/session`, {
      method: 'DELETE',
      headers: { cookie, origin: at(0).url }
    })
    expect(ended.status).toBe(200)
    expect((await get(0, '/pushhub/system', { cookie })).status).toBe(401)
    await until(async () => (await get(1, '/pushhub/system', { cookie })).status === 401, 20_000)
  })

  it('an operator sets a camera of either through either, under its name', async () => {
    for (const [i, stream] of STREAMS.entries()) {
      const headers = { ...ann, 'content-type': 'application/json' }
      const path = `/pushhub/cameras/${encodeURIComponent(stream)}/settings`
      const answer = await fetch(at(i % 2).url + path, { method: 'PATCH', headers, body: `{"name":"Camera ${i}"}` })
      expect(answer.status).toBe(200)
    }
    const audit = (await (await get(0, '/pushhub/audit', ann)).json()) as { items: { by: string }[] }
    expect(audit.items.map(({ by }) => by)).toEqual(STREAMS.map(() => 'ann'))
  })

  it('a ticket of one opens one WebSocket, at either', async () => {
    const answer = await fetch(`${at(0).url}/pushhub/ws/ticket`, { method: 'POST', headers: ann })
    const { ticket } = (await answer.json()) as { ticket: string }
    const statuses = await Promise.all(
      [0, 1, 0, 1].map(
        index =>
          new Promise<number>(resolve => {
            const address = `${at(index).url.replace('http', 'ws')}/pushhub/ws/results?ticket=${ticket}`
            const socket = new WebSocket(address)
            socket.once('open', () => {
              socket.terminate()
              resolve(101)
            })
            socket.once('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
            socket.once('error', () => resolve(0))
          })
      )
    )
    expect(statuses.sort()).toEqual([101, 401, 401, 401])
  })

  it('no log holds a token, ticket or cookie', () => {
    const text = JSON.stringify(members.map(({ log }) => log))
    expect(text).not.toMatch(/token-of|Bearer|camera-check-session=|ticket=/)
  })
})
