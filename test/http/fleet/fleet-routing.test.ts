import { createServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { OverviewControl } from '../../../src/overview/overview-control.ts'
import { makeFault, makeReport } from '../../pipeline/incidents/make-incident.ts'
import { checkedJpeg } from '../../pictures.ts'
import { rawRequest } from '../../servers/raw-request.ts'
import { until } from '../../servers/until.ts'
import { memberInfo, TestFleet, TestMember } from './test-members.ts'

const ODD = ['门口 "1"/x', '..', '../../etc', 'a%2Fb', 'a b?c=d#e', '.']

describe('fleet routing', () => {
  let fleet: TestFleet
  let one: TestMember
  let two: TestMember
  const strangers: Server[] = []

  beforeEach(async () => {
    fleet = new TestFleet()
    one = await TestMember.start(fleet, 'm1', ['gate', ...ODD])
    one.test.overview.setCameras(['gate', ...ODD], ['gate', ...ODD, 'yard'])
    // What it asks of the common store is the first one's here.
    const incident: OverviewControl['incident'] = id => one.test.overview.desk.incident(id)
    two = await TestMember.start(fleet, 'm2', ['yard'])
    two.test.overview.setCameras(['yard'], ['gate', ...ODD, 'yard'])
    Object.defineProperty(two.test.overview.desk, 'incident', { value: incident })
  })
  afterEach(async () => {
    await Promise.all([one.close(), two.close()])
    for (const server of strangers.splice(0)) {
      server.closeAllConnections()
      server.close()
    }
  })

  /** A member that is no service of ours. */
  async function stranger(id: string, listener: RequestListener): Promise<void> {
    const server = createServer(listener)
    strangers.push(server)
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    fleet.members = [...fleet.members.filter(member => member.id !== id), memberInfo(id, `http://127.0.0.1:${port}`)]
    fleet.owners.set('far', id)
  }

  it('shows and sets a camera through any member, whatever it is called', async () => {
    for (const stream of ['gate', ...ODD]) {
      const path = `/pushhub/cameras/${encodeURIComponent(stream).replaceAll('.', '%2E')}`
      const seen = await rawRequest(two.url, path, { method: 'GET' })
      expect(JSON.parse(seen.text)).toMatchObject({ stream, member: 'm1' })
      const body = Buffer.from(JSON.stringify({ name: `Name of ${stream}`, by: 'ann' }))
      const set = await rawRequest(two.url, `${path}/settings`, { method: 'PATCH', body })
      expect(set.status).toBe(200)
      expect(one.test.overview.desk.profile(stream).name).toBe(`Name of ${stream}`)
    }
    expect(two.test.profiles.size).toBe(0)
  })

  it('passes errors, conditions and pictures through untouched', async () => {
    const bad = await two.json('/pushhub/cameras/gate/settings', 'PUT', { names: 1 })
    expect(bad).toMatchObject({ status: 400, body: { code: 'camera/settings-invalid' } })
    fleet.owners.set('none', 'm1')
    expect(await two.json('/pushhub/cameras/none')).toMatchObject({ status: 404, body: { code: 'camera/not-found' } })
    const jpeg = await checkedJpeg(320, 240)
    one.test.frames.set('gate', { atMs: 1000, jpeg })
    const picture = await two.call('/pushhub/cameras/gate/picture')
    expect(picture.headers.get('x-frame-time')).toBe('1970-01-01T00:00:01.000Z')
    expect(Buffer.from(await picture.arrayBuffer()).equals(jpeg)).toBe(true)
    const etag = picture.headers.get('etag') ?? ''
    expect((await two.call('/pushhub/cameras/gate/picture', { headers: { 'if-none-match': etag } })).status).toBe(304)
    expect((await two.call('/pushhub/cameras/gate/picture', { method: 'HEAD' })).status).toBe(200)
  })

  it('passes a video on as it comes, and ends it when the viewer leaves', async () => {
    const jpeg = await checkedJpeg(320, 240)
    const gone = new AbortController()
    const answer = await two.call('/pushhub/cameras/gate/video?fps=25', { signal: gone.signal })
    expect(answer.headers.get('content-type')).toContain('multipart/x-mixed-replace')
    const reader = answer.body?.getReader()
    let bytes = 0
    for (let frame = 1; frame <= 5; frame++) {
      const soFar = bytes
      await until(() => {
        one.test.overview.takeFrame('gate', { atMs: frame, jpeg })
        return true
      })
      while (bytes < soFar + jpeg.length) bytes += (await reader?.read())?.value?.length ?? 0
      await new Promise(resolve => setTimeout(resolve, 45))
    }
    expect(one.test.videos.get('gate')).toBe(true)
    gone.abort()
    await until(() => one.test.videos.get('gate') === false)
  })

  it('a video ends with the member that it comes from', async () => {
    const jpeg = await checkedJpeg(320, 240)
    one.test.frames.set('gate', { atMs: 1, jpeg })
    const answer = await two.call('/pushhub/cameras/gate/video')
    const reader = answer.body?.getReader()
    await reader?.read()
    one.server.app.server.closeAllConnections()
    await expect(
      (async () => {
        while (!(await reader?.read())?.done);
      })()
    ).rejects.toThrow()
  })

  it('lets the member of its camera change an incident, and the coordinator that of a group', async () => {
    one.test.overview.takeReport(makeReport(one.test.nowMs, [makeFault('black')], { stream: 'gate' }))
    await until(async () => (await one.test.overview.desk.incidents({}, { cursor: null, limit: 1 })).items.length === 1)
    const { items } = await one.test.overview.desk.incidents({}, { cursor: null, limit: 1 })
    const id = items[0]?.id ?? ''
    const path = `/pushhub/incidents/${id}`
    expect(await two.json(`${path}/acknowledge`, 'POST', { by: 'ann' })).toMatchObject({
      status: 200,
      body: { id, state: 'acknowledged', acknowledgedBy: 'ann' }
    })
    expect((await two.json(`${path}/acknowledge`, 'DELETE', { by: 'ann' })).body).toMatchObject({ state: 'open' })
    expect((await two.json(`${path}/verdict`, 'POST', { verdict: 'planned' })).body).toMatchObject({
      verdict: 'planned'
    })
    expect(await two.json('/pushhub/incidents/none/acknowledge', 'POST', {})).toMatchObject({
      status: 404,
      body: { code: 'incident/not-found' }
    })
    const bulk = await two.json('/pushhub/incidents/acknowledge', 'POST', { ids: [id, 'none'], by: 'bob' })
    expect(bulk.body).toMatchObject({ items: [id], failed: [{ id: 'none' }] })
    expect(await one.test.overview.desk.incident(id)).toMatchObject({ acknowledgedBy: 'bob' })
  })

  it('says who watches a camera and why that one cannot be asked', async () => {
    fleet.owners.set('nobody', 'm9')
    expect(await two.json('/pushhub/cameras/nobody')).toMatchObject({
      status: 503,
      body: { code: 'fleet/owner-unreachable', error_zh: expect.stringContaining('没有集群成员') }
    })
    // A port that nobody listens on.
    fleet.members.push(memberInfo('m3', 'http://127.0.0.1:1'))
    fleet.owners.set('far', 'm3')
    const { status, body } = await two.json('/pushhub/cameras/far')
    expect(status).toBe(503)
    expect(body).toMatchObject({ code: 'fleet/owner-unreachable', error: expect.stringContaining('ECONNREFUSED') })
    expect(body.error).toContain('"m3" at http://127.0.0.1:1')
    expect(body.error_zh).toContain('m3')
  })

  it.each([
    'file:///etc/passwd',
    'ftp://127.0.0.1/',
    'javascript:alert(1)',
    'http://user:secret@127.0.0.1:1/',
    'unix:/tmp/x',
    '',
    'http://',
    '//127.0.0.1'
  ])('calls no such address: %s', async url => {
    fleet.members.push(memberInfo('m3', url))
    fleet.owners.set('far', 'm3')
    const { status, body } = await two.json('/pushhub/cameras/far')
    expect({ status, body }).toMatchObject({ status: 503, body: { code: 'fleet/owner-unreachable' } })
    expect(body.error).toContain('no address that a live member announced')
  })

  it('calls no address that no live member announced', async () => {
    const asked: string[] = []
    await stranger('m3', (request, response) => {
      asked.push(request.url ?? '')
      response.end('{}')
    })
    const context = fleet.seenBy('m2')
    const owner = context.ownerOf('far')
    fleet.members = fleet.members.filter(({ id }) => id !== 'm3')
    context.ownerOf = () => owner
    const server = await TestMember.start(fleet, 'm4', [], { fleet: { ...context, self: memberInfo('m4', '') } })
    expect(await server.json('/pushhub/cameras/far')).toMatchObject({ status: 503 })
    expect(asked).toEqual([])
    await server.close()
  })

  it('takes no answer of anybody else, and follows no redirect', async () => {
    const asked: string[] = []
    await stranger('m3', (request, response) => {
      asked.push(`${request.method} ${request.url}`)
      response.writeHead(302, { location: `${one.url}/pushhub/cameras/gate` }).end()
    })
    const { status, body } = await two.json('/pushhub/cameras/far')
    expect(status).toBe(503)
    expect(body.error).toContain('something else answers there')
    expect(asked).toEqual(['GET /pushhub/cameras/far'])
    // A member under the address of another one.
    fleet.members = [...fleet.members.filter(({ id }) => id !== 'm3'), memberInfo('m3', one.url)]
    expect(await two.json('/pushhub/cameras/far')).toMatchObject({
      status: 503,
      body: { code: 'fleet/owner-unreachable' }
    })
    // Even its own.
    fleet.members = [...fleet.members.filter(({ id }) => id !== 'm3'), memberInfo('m3', two.url)]
    expect(await two.json('/pushhub/cameras/far')).toMatchObject({
      status: 503,
      body: { code: 'fleet/owner-unreachable' }
    })
  })

  it('never passes a request on twice', async () => {
    const headers = { 'x-camera-check-member': 'session-of-m2' }
    const answer = await two.call('/pushhub/cameras/gate', { headers })
    expect(answer.status).toBe(421)
    expect(await answer.json()).toMatchObject({ code: 'fleet/not-owner' })
    expect((await two.call('/pushhub/cameras/yard', { headers })).status).toBe(200)
    expect((await two.call('/livez', { headers: { 'x-camera-check-member': 'other' } })).status).toBe(421)
  })

  it('finds a camera that has just moved', async () => {
    const { ownerOf } = fleet.seenBy('m2')
    let asked = 0
    const context = { ...fleet.seenBy('m2'), self: memberInfo('m5', '') }
    fleet.owners.set('gate', 'm2')
    context.ownerOf = stream => (stream === 'gate' && asked++ === 0 ? fleet.find('m2') : fleet.find('m1'))
    const late = await TestMember.start(fleet, 'm5', [], { fleet: context })
    // The one it asks first is asked for what the other one has.
    fleet.owners.set('gate', 'm1')
    expect(ownerOf('gate')?.id).toBe('m1')
    expect(await late.json('/pushhub/cameras/gate')).toMatchObject({ status: 200, body: { stream: 'gate' } })
    expect(asked).toBe(2)
    await late.close()
  })

  it('passes on nothing of the connection, and nothing that let the caller in', async () => {
    let headers: Record<string, unknown> = {}
    await stranger('m3', (request, response) => {
      headers = request.headers
      response.writeHead(200, { 'x-camera-check-member': 'session-of-m3', connection: 'x-own', 'x-own': '1' }).end('{}')
    })
    const answer = await rawRequest(two.url, '/pushhub/cameras/far', {
      method: 'GET',
      headers: {
        authorization: 'Bearer abc',
        cookie: 'camera-check-session=abc',
        origin: two.url,
        'x-camera-check-caller': 'forged',
        connection: 'keep-alive, x-hop',
        'x-hop': '1',
        te: 'trailers',
        'x-end': '2'
      }
    })
    expect(headers).toMatchObject({
      'x-end': '2',
      'x-camera-check-member': 'session-of-m3'
    })
    for (const name of ['x-hop', 'te', 'authorization', 'cookie', 'origin', 'x-camera-check-caller']) {
      expect(headers).not.toHaveProperty(name)
    }
    expect(answer.headers).not.toHaveProperty('x-own')
    expect(answer.headers).not.toHaveProperty('x-camera-check-member')
  })

  it('passes a large body on, and the refusal of one that is too large', async () => {
    const note = 'x'.repeat(1900)
    expect((await two.json('/pushhub/cameras/gate/maintenance', 'POST', { minutes: 5, note })).status).toBeLessThan(500)
    const large = await two.json('/pushhub/cameras/gate/settings', 'PUT', { name: 'x'.repeat(2_000_000) })
    expect(large).toMatchObject({ status: 413, body: { code: 'http/too-large' } })
  })

  it('lets go of the owner when the caller leaves before the answer', async () => {
    let arrived = false
    let closed = false
    await stranger('m3', request => {
      arrived = true
      request.once('close', () => {
        closed = true
      })
    })
    const { hostname, port } = new URL(two.url)
    const socket = connect(Number(port), hostname)
    socket.on('error', () => undefined)
    socket.write('GET /pushhub/cameras/far HTTP/1.1\r\nHost: x\r\n\r\n')
    await until(() => arrived)
    socket.destroy()
    await until(() => closed)
  })

  it('asks for the token before anything else', async () => {
    const guarded = await TestMember.start(fleet, 'm6', [], { tokens: ['secret'] })
    expect((await guarded.call('/pushhub/cameras/gate')).status).toBe(401)
    const headers = { authorization: 'Bearer secret' }
    expect((await guarded.call('/pushhub/cameras/gate', { headers })).status).toBe(200)
    await guarded.close()
  })
})
