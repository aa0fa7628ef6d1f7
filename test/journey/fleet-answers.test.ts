import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { CameraDetail, CameraList } from '../../src/http/schemas/cameras.ts'
import type { IncidentList } from '../../src/http/schemas/incidents.ts'
import type { SystemState } from '../../src/http/schemas/system.ts'
import { checkedJpeg, flatJpeg } from '../pictures.ts'
import { EventListener } from '../servers/event-listener.ts'
import { describeWith } from '../servers/need.ts'
import { RedisProducer } from '../servers/redis-producer.ts'
import { startRedis } from '../servers/redis-server.ts'
import { RunningService } from '../servers/running-service.ts'
import type { RunningServer } from '../servers/server-script.ts'
import { PATIENT, redisEnvironment } from '../servers/service-environment.ts'
import { until } from '../servers/until.ts'

const CAMERAS = Array.from({ length: 12 }, (_, i) => `gate/${i}`)
const SOON = 30_000

describeWith({ redis: true }, 'any member answers for all', () => {
  let server: RunningServer
  let producer: RedisProducer
  const members: RunningService[] = []
  let healthy: Buffer
  let black: Buffer
  /** Cameras that are black now. */
  const blackened = new Set<string>()
  let isPumping = true
  /** A camera of the first member that was given a name. */
  let named = ''
  let pump: Promise<void>

  const at = (index: number): RunningService => members[index] as RunningService
  const start = (id: string) =>
    RunningService.start({
      ...PATIENT,
      ...redisEnvironment(server.url),
      FLEET: '1',
      FLEET_ID: id,
      LEASE_TTL_MS: '5000',
      LEASE_RENEW_MS: '500',
      // What comes back is another incident, which may found a group.
      REOPEN_WINDOW_S: '0',
      GROUP_WINDOW_S: '30',
      LOG_LEVEL: 'info'
    })
  const get = async <T>(member: RunningService, path: string): Promise<T> => (await member.get(path)).body as T
  const cameras = (member: RunningService) => get<CameraList & { unreachable?: unknown }>(member, '/pushhub/cameras')
  const pathOf = (stream: string) => `/pushhub/cameras/${encodeURIComponent(stream)}`
  /** A camera that a member owns, by the list. */
  const ownedBy = async (id: string): Promise<string> => {
    const { items } = await cameras(at(0))
    return items.find(({ member }) => member === id)?.stream ?? ''
  }

  beforeAll(async () => {
    server = await startRedis()
    ;[healthy, black] = await Promise.all([checkedJpeg(320, 240), flatJpeg(320, 240, 2)])
    producer = new RedisProducer(server.url)
    members.push(...(await Promise.all([start('m1'), start('m2'), start('m3')])))
    await at(0).post('/pushhub/subscribe', { streams: CAMERAS })
    pump = (async () => {
      let round = 0
      while (isPumping) {
        // Each differs from the one before: the same bytes for a while would be a frozen camera.
        const end = Buffer.from([0, round++ & 255])
        for (const stream of CAMERAS) {
          const jpeg = Buffer.concat([blackened.has(stream) ? black : healthy, end])
          await producer.add(stream, jpeg, { ts1: new Date().toISOString() })
        }
        await sleep(150)
      }
    })()
    await until(async () => {
      const { items } = await cameras(at(1))
      const ids = new Set(items.map(({ member }) => member))
      return items.every(({ state }) => state !== 'waiting') && ['m1', 'm2', 'm3'].every(id => ids.has(id))
    }, SOON)
  }, 120_000)
  afterAll(async () => {
    isPumping = false
    await pump
    await producer.close()
    await Promise.all(members.map(member => member.dispose()))
    await server.stop()
  })

  /** A case that failed leaves its faults to the next one. */
  afterEach(() => blackened.clear())

  it('every member lists every camera and says who watches it', async () => {
    for (const member of members) {
      const { items, total, unreachable } = await cameras(member)
      expect(items.map(({ stream }) => stream).sort()).toEqual([...CAMERAS].sort())
      expect(total).toBe(CAMERAS.length)
      expect(unreachable).toBeUndefined()
      const { fleet } = await get<SystemState>(member, '/pushhub/system')
      expect(fleet?.members.map(({ id, alive }) => [id, alive])).toEqual(['m1', 'm2', 'm3'].map(id => [id, true]))
      expect(fleet?.members.reduce((sum, { slots }) => sum + slots, 0)).toBe(1024)
    }
  })

  it('a client of one member sees the results of every camera, each once and in order', async () => {
    const clients = await Promise.all(members.map(member => member.listen()))
    for (const client of clients) {
      await client.until(() => CAMERAS.every(stream => client.of(stream).length >= 8), SOON)
      for (const stream of CAMERAS) {
        const times = client.of(stream).map(({ data }) => data.timing.ts1)
        expect(new Set(times).size).toBe(times.length)
        expect(times).toEqual([...times].sort())
      }
      client.close()
    }
  })

  it('shows and changes a camera of another member, its settings, its picture and its video', async () => {
    const stream = await ownedBy('m1')
    expect((await get<CameraDetail>(at(1), pathOf(stream))).member).toBe('m1')
    const set = await fetch(`${at(1).url}${pathOf(stream)}/settings`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Main gate', by: 'ann' })
    })
    expect(set.status).toBe(200)
    named = stream
    for (const member of members) {
      expect(await get<CameraDetail>(member, pathOf(stream))).toMatchObject({ name: 'Main gate' })
    }
    const picture = await fetch(`${at(1).url}${pathOf(stream)}/picture`)
    expect(picture.headers.get('content-type')).toBe('image/jpeg')
    expect(
      Buffer.from(await picture.arrayBuffer())
        .subarray(0, 2)
        .toString('hex')
    ).toBe('ffd8')
    const gone = new AbortController()
    const video = await fetch(`${at(2).url}${pathOf(stream)}/video?fps=10`, { signal: gone.signal })
    const reader = video.body?.getReader()
    let parts = 0
    while (parts < 4)
      parts +=
        Buffer.from((await reader?.read())?.value ?? [])
          .toString('latin1')
          .split('--frame').length - 1
    gone.abort()
  })

  it('an incident of another member’s camera is told, listed and acknowledged at any member', {
    timeout: 90_000
  }, async () => {
    const stream = named
    const events = await EventListener.open(at(1).url)
    await events.until(listener => listener.of('hello').length > 0)
    blackened.add(stream)
    const opened = await events.until(
      listener => listener.of('incident-opened').find(({ incident }) => incident.stream === stream),
      SOON
    )
    const { id } = opened.incident
    const seen = await events.until(
      listener =>
        listener
          .of('cameras')
          .flatMap(event => event.cameras)
          .find(camera => camera.stream === stream && camera.state === 'faulty'),
      SOON
    )
    expect(seen).toMatchObject({ member: 'm1', fault: { kind: 'black' } })
    for (const member of members) {
      const { items, openCount } = await get<IncidentList>(member, '/pushhub/incidents?state=open')
      expect(items.map(incident => incident.id)).toEqual([id])
      expect(items[0]?.name).toBe('Main gate')
      expect(openCount).toBe(1)
    }
    const taken = await at(1).post(`/pushhub/incidents/${id}/acknowledge`, { by: 'bob' })
    expect(taken).toMatchObject({ status: 200, body: { id, state: 'acknowledged', acknowledgedBy: 'bob' } })
    for (const member of members) {
      expect(await get(member, `/pushhub/incidents/${id}`)).toMatchObject({
        state: 'acknowledged',
        acknowledgedBy: 'bob'
      })
    }
    blackened.delete(stream)
    await events.until(listener => listener.of('incident-closed').some(({ incident }) => incident.id === id), SOON)
    events.close()
  })

  const groups = async (member: RunningService) =>
    (await get<IncidentList>(member, '/pushhub/incidents?limit=500')).items.filter(({ group }) => group !== null)
  const openOf = async (member: RunningService) =>
    (await get<IncidentList>(member, '/pushhub/incidents?state=open,acknowledged&limit=500')).items

  it('cameras of several members that fail together are one group incident, taken and closed as one', {
    timeout: 90_000
  }, async () => {
    for (const stream of CAMERAS) blackened.add(stream)
    await until(async () => {
      const [group] = await groups(at(2))
      const open = await openOf(at(2))
      return (
        group?.members.length === CAMERAS.length &&
        open.filter(({ parentId }) => parentId === group.id).length === CAMERAS.length
      )
    }, SOON)
    const [group] = await groups(at(0))
    const { fleet } = await get<SystemState>(at(0), '/pushhub/system')
    const other = members.findIndex((_, i) => fleet?.members[i]?.coordinator === false)
    const taken = await at(other).post(`/pushhub/incidents/${group?.id}/acknowledge`, { by: 'eve' })
    expect(taken).toMatchObject({ status: 200, body: { state: 'acknowledged', acknowledgedBy: 'eve' } })
    const open = await openOf(at(other))
    expect(open.map(({ acknowledgedBy }) => acknowledgedBy)).toEqual(new Array(CAMERAS.length + 1).fill('eve'))
    blackened.clear()
    await until(async () => (await openOf(at(1))).length === 0, SOON)
    expect(await groups(at(1))).toMatchObject([{ id: group?.id, state: 'closed' }])
  })

  it('events resume at another member after kill -9, without loss and without doubles', {
    timeout: 90_000
  }, async () => {
    const witness = await EventListener.open(at(1).url)
    const client = await EventListener.open(at(0).url)
    await client.until(listener => listener.of('hello').length > 0)
    await witness.until(listener => listener.of('hello').length > 0)
    const stream = await ownedBy('m1')
    blackened.add(stream)
    await client.until(listener => listener.of('incident-opened').length === 1, SOON)
    const before = client.events.length
    const since = client.events.at(-1)?.id ?? ''
    await at(0).stop('SIGKILL')
    const unreachable = await get<CameraList & { unreachable?: { id: string }[] }>(at(1), '/pushhub/cameras')
    expect(unreachable.unreachable?.map(({ id }) => id)).toEqual(['m1'])
    const asked = await at(1).get(pathOf(stream))
    expect(asked).toMatchObject({ status: 503, body: { code: 'fleet/owner-unreachable' } })
    // Its cameras go on elsewhere, and the same incident with them.
    await until(async () => {
      const { items } = await cameras(at(1))
      return items.every(({ member, state }) => (member === 'm2' || member === 'm3') && state !== 'waiting')
    }, SOON)
    blackened.delete(stream)
    const next = await EventListener.open(at(2).url, `?since=${since}`)
    await next.until(
      listener => listener.of('incident-closed').some(({ incident }) => incident.stream === stream),
      SOON
    )
    await witness.until(
      listener => listener.of('incident-closed').some(({ incident }) => incident.stream === stream),
      SOON
    )
    expect(next.of('hello')[0]).toMatchObject({ resumed: true })
    expect(next.of('reset')).toEqual([])
    const id = client.of('incident-opened')[0]?.incident.id ?? ''
    // Up to its closing: its last picture may have come to one of them already, and not yet to the other.
    const told = (events: EventListener['events']) => {
      const own = events.filter(event => 'incident' in event && event.incident.id === id)
      const end = own.findIndex(({ type }) => type === 'incident-closed')
      return own.slice(0, end < 0 ? undefined : end + 1).map(event => `${event.id} ${event.type}`)
    }
    const heard = [...told(client.events.slice(0, before)), ...told(next.events)]
    expect(heard).toEqual(told(witness.events))
    expect(new Set(heard).size).toBe(heard.length)
    expect(heard.filter(text => text.includes('incident-opened'))).toHaveLength(1)
    for (const listener of [witness, client, next]) listener.close()
  })

  it('a group incident goes on when its coordinator dies, and is not made twice', { timeout: 120_000 }, async () => {
    const openGroups = async (member: RunningService) => (await openOf(member)).filter(({ group }) => group !== null)
    const before = (await groups(at(1))).length
    const { length: told } = (await get<IncidentList>(at(1), '/pushhub/incidents?limit=500')).items
    for (const stream of CAMERAS) blackened.add(stream)
    await until(async () => (await openGroups(at(1)))[0] !== undefined, SOON)
    const [group] = await openGroups(at(1))
    const { fleet } = await get<SystemState>(at(1), '/pushhub/system')
    const leader = fleet?.members.find(({ coordinator }) => coordinator)?.id === 'm2' ? 1 : 2
    const rest = at(3 - leader)
    await at(leader).stop('SIGKILL')
    await until(async () => {
      const state = (await get<SystemState>(rest, '/pushhub/system')).fleet
      return state?.members.length === 1 && state.members[0]?.coordinator === true && state.unowned === 0
    }, SOON)
    await until(async () => (await cameras(rest)).items.every(({ state }) => state === 'faulty'), SOON)
    expect((await openGroups(rest)).map(({ id }) => id)).toEqual([group?.id])
    expect(await groups(rest)).toHaveLength(before + 1)
    // Each camera has the one incident that it had before, and all belong to the group.
    await until(async () => {
      const open = await openOf(rest)
      return open.filter(({ parentId }) => parentId === group?.id).length === CAMERAS.length
    }, SOON)
    const { items } = await get<IncidentList>(rest, '/pushhub/incidents?limit=500')
    expect(items).toHaveLength(told + 1 + CAMERAS.length)
    const [whole] = items.filter(({ id }) => id === group?.id)
    expect(whole?.members.map(({ stream }) => stream).sort()).toEqual([...CAMERAS].sort())
  })
})
