import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { rawRequest } from '../../servers/raw-request.ts'
import { entry, testAccess } from '../access/test-access.ts'
import { MemoryUsedTickets } from '../../../src/http/access/memory-used-tickets.ts'
import { TestFleet, TestMember } from './test-members.ts'

const TOKENS = [entry('wall', 'viewer', 'v'), entry('ops', 'operator', 'o'), entry('door', 'producer', 'p')]
const as = (token: string) => ({ authorization: `Bearer ${token}` })
const CALLER = 'x-camera-check-caller'
const MEMBER = 'x-camera-check-member'

describe('access in a fleet', () => {
  let fleet: TestFleet
  let one: TestMember
  let two: TestMember

  beforeEach(async () => {
    fleet = new TestFleet()
    const usedTickets = new MemoryUsedTickets(() => performance.now())
    const access = () => testAccess({ tokens: TOKENS, usedTickets })
    one = await TestMember.start(fleet, 'm1', ['gate'], { access: access() })
    two = await TestMember.start(fleet, 'm2', ['yard'], { access: access() })
    one.test.overview.setCameras(['gate'], ['gate', 'yard'])
    two.test.overview.setCameras(['yard'], ['gate', 'yard'])
  })
  afterEach(() => Promise.all([one.close(), two.close()]))

  async function signIn(member: TestMember, token: string): Promise<string> {
    const headers = { 'content-type': 'application/json', origin: member.url }
    const answer = await member.call('/pushhub/session', { method: 'POST', headers, body: JSON.stringify({ token }) })
    return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  }

  /** What member two sends to member one for a call about a camera of it. */
  async function overheard(path: string, init: RequestInit): Promise<{ url: string; headers: Record<string, string> }> {
    let heard: { url: string; headers: Record<string, string> } | null = null
    one.server.app.server.prependOnceListener('request', request => {
      heard = { url: request.url ?? '', headers: { ...request.headers } as Record<string, string> }
    })
    await two.call(path, init)
    if (heard === null) throw new Error('Nothing was passed on')
    return heard
  }

  it('lets a caller see and set cameras of any member, by its role', async () => {
    expect((await two.call('/pushhub/cameras/gate')).status).toBe(401)
    expect((await two.call('/pushhub/cameras/gate', { headers: as('v') })).status).toBe(200)
    expect((await two.call('/pushhub/cameras/gate', { headers: as('p') })).status).toBe(403)
    const set = (token: string) =>
      two.call('/pushhub/cameras/gate/settings', {
        method: 'PATCH',
        headers: { ...as(token), 'content-type': 'application/json' },
        body: JSON.stringify({ name: 'Gate', by: 'ann' })
      })
    expect((await set('v')).status).toBe(403)
    expect((await set('o')).status).toBe(200)
    const audit = await one.call('/pushhub/audit', { headers: as('v') })
    expect(await audit.json()).toMatchObject({ items: [{ by: 'ann (ops)', action: 'settings', stream: 'gate' }] })
    const lists = await two.call('/pushhub/cameras', { headers: as('v') })
    expect(await lists.json()).toMatchObject({ total: 2 })
    const system = await two.call('/pushhub/system', { headers: as('v') })
    expect(await system.json()).not.toHaveProperty('unreachable')
  })

  it('takes a session at every member, whichever began it', async () => {
    const cookie = await signIn(one, 'o')
    expect((await two.call('/pushhub/cameras/yard', { headers: { cookie } })).status).toBe(200)
    // Passed on from two to one, with the page of two.
    const headers = { cookie, origin: two.url, 'content-type': 'application/json' }
    const body = JSON.stringify({ name: 'Gate' })
    const set = await two.call('/pushhub/cameras/gate/settings', { method: 'PATCH', headers, body })
    expect(set.status).toBe(200)
  })

  it('takes a ticket once, at whichever member', async () => {
    const answer = await one.call('/pushhub/ws/ticket', { method: 'POST', headers: as('v') })
    const { ticket } = (await answer.json()) as { ticket: string }
    const open = async (member: TestMember): Promise<number> => {
      const socket = new WebSocket(`${member.url.replace('http', 'ws')}/pushhub/ws/events?ticket=${ticket}`)
      socket.on('error', () => undefined)
      const status = await Promise.race([
        once(socket, 'open').then(() => 101),
        once(socket, 'unexpected-response').then(([, response]) => response.statusCode as number)
      ])
      socket.terminate()
      return status
    }
    expect(await open(two)).toBe(101)
    expect(await open(two)).toBe(401)
    expect(await open(one)).toBe(401)
  })

  it('keeps the token where it came in', async () => {
    const { headers } = await overheard('/pushhub/cameras/gate', { headers: as('v') })
    expect(JSON.stringify(headers)).not.toContain('Bearer')
    expect(headers[CALLER]).toMatch(/^[\w-]+\.[\w-]+$/)
    const cookie = await signIn(two, 'v')
    expect((await overheard('/pushhub/cameras/gate', { headers: { cookie } })).headers).not.toHaveProperty('cookie')
  })

  it('takes no call twice, no other one for it, and none meant for another member', async () => {
    const { url, headers } = await overheard('/pushhub/cameras/gate?x=1', { headers: as('v') })
    const caller = headers[CALLER] ?? ''
    const send = (path: string, method: string, more: Record<string, string>, to = one) =>
      rawRequest(to.url, path, { method, headers: { [MEMBER]: 'session-of-m1', [CALLER]: caller, ...more } })
    // The real one has been taken.
    expect((await send(url, 'GET', {})).status).toBe(401)
    // What has not been taken yet, for something else.
    const fresh = async () => (await overheard('/pushhub/cameras/gate?x=2', { headers: as('o') })).headers[CALLER] ?? ''
    one.server.app.server.prependOnceListener('request', () => undefined)
    const other = await fresh()
    expect((await send('/pushhub/cameras/gate/settings', 'GET', { [CALLER]: other })).status).toBe(401)
    expect((await send('/pushhub/cameras/gate?x=2', 'HEAD', { [CALLER]: other })).status).toBe(401)
    expect((await send(url, 'GET', { [MEMBER]: 'session-of-m2', [CALLER]: other }, two)).status).toBe(401)
  })

  it.each([
    '',
    'x',
    'a.b',
    '.',
    `${'a'.repeat(5000)}.b`,
    `${Buffer.from('{"n":"ops"}').toString('base64url')}.${'A'.repeat(43)}`
  ])('lets nobody in who makes the header up: %s', async caller => {
    const headers = { [MEMBER]: 'session-of-m1', [CALLER]: caller, ...as('o') }
    const { status, text } = await rawRequest(one.url, '/pushhub/cameras/gate', { method: 'GET', headers })
    expect([status, JSON.parse(text).code]).toEqual([401, 'http/unauthorized'])
  })

  it('refuses what a member of other tokens passes on, and says so', async () => {
    const stranger = await TestMember.start(fleet, 'm3', [], {
      access: testAccess({ tokens: [...TOKENS, entry('new', 'admin', 'n')] })
    })
    expect((await stranger.call('/pushhub/cameras/gate', { headers: as('v') })).status).toBe(200)
    const answer = await stranger.call('/pushhub/cameras/gate', { headers: as('n') })
    expect(answer.status).toBe(503)
    expect(await answer.json()).toMatchObject({ error: expect.stringContaining('need the same API_TOKENS') })
    expect(one.server.logged.join()).toContain('wrong-member')
    await stranger.close()
  })
})
