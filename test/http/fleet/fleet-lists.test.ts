import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CameraList } from '../../../src/http/schemas/cameras.ts'
import type { SystemState } from '../../../src/http/schemas/system.ts'
import { makeFault, makeReport } from '../../pipeline/incidents/make-incident.ts'
import { EventListener } from '../../servers/event-listener.ts'
import { memberInfo, TestFleet, TestMember } from './test-members.ts'

const ALL = ['north/a', 'north/b', 'south/c', 'south/d', 'south/away']
type Answer = CameraList & { unreachable?: { id: string; error: string; error_zh: string }[] }

describe('lists of a fleet', () => {
  let fleet: TestFleet
  let members: TestMember[]
  const strangers: Server[] = []

  beforeEach(async () => {
    fleet = new TestFleet()
    members = []
    for (const [id, cameras] of [
      ['m1', ['north/a', 'south/c']],
      ['m2', ['north/b']],
      ['m3', ['south/d']]
    ] as const) {
      const member = await TestMember.start(fleet, id, cameras)
      member.test.overview.setCameras(cameras, ALL)
      members.push(member)
    }
  })
  afterEach(async () => {
    await Promise.all(members.map(member => member.close()))
    for (const server of strangers.splice(0)) {
      server.closeAllConnections()
      server.close()
    }
  })
  const at = (index: number): TestMember => members[index] as TestMember

  async function stranger(id: string, listener: RequestListener): Promise<void> {
    const server = createServer((request, response) => {
      response.setHeader('x-camera-check-member', `session-of-${id}`)
      listener(request, response)
    })
    strangers.push(server)
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    fleet.members.push(memberInfo(id, `http://127.0.0.1:${(server.address() as AddressInfo).port}`))
  }

  it('show every camera with its member, in one order, page by page, at any member', async () => {
    at(2).test.overview.takeReport(makeReport(at(2).test.nowMs, [makeFault('black')], { stream: 'south/d' }))
    for (const member of members) {
      const { body } = await member.json<Answer>('/pushhub/cameras')
      expect(body.items.map(({ stream, member: owner }) => [stream, owner])).toEqual([
        ['south/d', 'm3'],
        ['north/a', 'm1'],
        ['north/b', 'm2'],
        ['south/away', null],
        ['south/c', 'm1']
      ])
      expect(body).toMatchObject({ total: 5, next: null, counts: { faulty: 1, waiting: 4, byKind: { black: 1 } } })
      expect(body.unreachable).toBeUndefined()
      const first = (await member.json<Answer>('/pushhub/cameras?limit=2&sort=name&group=south')).body
      expect(first.items.map(({ stream }) => stream)).toEqual(['south/away', 'south/c'])
      const last = (await member.json<Answer>(`/pushhub/cameras?limit=2&sort=name&group=south&cursor=${first.next}`))
        .body
      expect(last.items.map(({ stream }) => stream)).toEqual(['south/d'])
      expect((await member.json('/pushhub/groups')).body).toMatchObject({
        items: [
          { group: 'north', cameras: 2, faulty: 0 },
          { group: 'south', cameras: 3, faulty: 1 }
        ]
      })
    }
  })

  it('give the timing of every camera, and begin it anew everywhere', async () => {
    for (const [i, member] of members.entries()) {
      await member.server.control.subscribe([{ stream: ALL[i] ?? '', settings: {} as never }])
    }
    const { body } = await at(1).json<{ streams: { stream: string }[] }>('/pushhub/metrics/performance')
    expect(body.streams.map(({ stream }) => stream).sort()).toEqual(ALL.slice(0, 3).sort())
    expect((await at(1).json('/pushhub/metrics/performance', 'DELETE')).body).toMatchObject({ ok: true })
    expect(members.map(({ server }) => server.control.resets)).toEqual([1, 1, 1])
  })

  it('tell how all members are together, and who they are', async () => {
    fleet.coordinatorId = 'm2'
    const { body } = await at(0).json<SystemState>('/pushhub/system')
    expect(body.fleet).toMatchObject({ self: 'm1', slots: 1024, unowned: 1024 - 900 })
    expect(body.fleet?.members.map(({ id, alive, coordinator, slots }) => [id, alive, coordinator, slots])).toEqual([
      ['m1', true, false, 300],
      ['m2', true, true, 300],
      ['m3', true, false, 300]
    ])
    expect(body.checks.map(({ name, member }) => [name, member])).toEqual(
      ['m1', 'm2', 'm3'].map(id => ['snapshots', id])
    )
    const own = await at(1).call('/pushhub/system', { headers: { 'x-camera-check-member': 'session-of-m2' } })
    expect(await own.json()).not.toHaveProperty('fleet')
  })

  it('say who did not answer in time, or answered nonsense, and go on without', { timeout: 40_000 }, async () => {
    const nonsense: Record<string, RequestListener> = {
      x1: (_request, response) => response.end('<html>'),
      x2: (_request, response) => response.end('{"items":[{"stream":7}],"streams":[{}]}'),
      x3: (_request, response) => response.writeHead(500).end('{}'),
      x4: (_request, response) => response.destroy(),
      x5: () => undefined,
      x6: (_request, response) => {
        response.write('{"items":[')
        const timer = setInterval(() => response.write('{},'.repeat(1000)), 5)
        response.once('close', () => clearInterval(timer))
      },
      x7: (_request, response) => response.writeHead(401).end('{}'),
      x8: (_request, response) => response.end('null')
    }
    for (const [id, listener] of Object.entries(nonsense)) await stranger(id, listener)
    fleet.members.push(memberInfo('x9', 'http://127.0.0.1:1'))
    const ids = [...Object.keys(nonsense), 'x9']
    for (const path of ['/pushhub/cameras', '/pushhub/metrics/performance', '/pushhub/system']) {
      const from = performance.now()
      const { status, body } = await at(0).json<Answer>(path)
      expect(status).toBe(200)
      expect(performance.now() - from).toBeLessThan(6000)
      expect(body.unreachable?.map(({ id }) => id)).toEqual(ids)
      expect(body.unreachable?.every(({ error, error_zh }) => error !== '' && error_zh !== '')).toBe(true)
      expect(body.unreachable?.find(({ id }) => id === 'x5')?.error).toBe('No answer within 2000 ms')
    }
    const { body } = await at(0).json<SystemState>('/pushhub/system')
    expect(body.fleet?.members.filter(({ alive }) => alive).map(({ id }) => id)).toEqual(['m1', 'm2', 'm3'])
  })

  it('leave out the run before of a member that was started anew', async () => {
    fleet.members.push(memberInfo('m2', 'http://127.0.0.1:1', { session: 'old', sinceMs: 5 }))
    const { body } = await at(0).json<Answer>('/pushhub/cameras')
    expect(body.unreachable).toBeUndefined()
    expect(body.total).toBe(5)
  })

  it('events follow cameras of other members', async () => {
    const client = await EventListener.open(at(0).url, `?streams=${encodeURIComponent('south/d,north/a')}`)
    const seen = await client.until(listener => {
      const cameras = listener.of('cameras').flatMap(event => event.cameras)
      return cameras.some(({ stream }) => stream === 'south/d') && cameras
    })
    expect(seen.filter(({ stream }) => stream === 'south/d')[0]).toMatchObject({ member: 'm3', state: 'waiting' })
    client.close()
  })

  it('tell a name that was set at another member', async () => {
    expect(at(0).test.overview.desk.nameOf('south/d')).toBeNull()
    expect(at(0).test.overview.desk.nameOf('elsewhere')).toBeNull()
  })
})
