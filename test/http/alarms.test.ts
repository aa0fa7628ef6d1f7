import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { AddressRules } from '../../src/alarms/address-rules.ts'
import { AlarmDesk } from '../../src/alarms/alarm-desk.ts'
import { Courier } from '../../src/alarms/courier.ts'
import { messageMaker } from '../../src/alarms/message-maker.ts'
import { PictureLinks } from '../../src/alarms/picture-links.ts'
import { TargetBook } from '../../src/alarms/target-book.ts'
import { ROLES } from '../../src/model/access.ts'
import { LibsqlIncidentStore } from '../../src/pipeline/incidents/adapters/libsql-incident-store.ts'
import { IncidentIds } from '../../src/pipeline/incidents/incident-id.ts'
import { makeDelivery, targetOf } from '../alarms/make-alarm.ts'
import { AlarmReceiver } from '../servers/alarm-receiver.ts'
import { entry } from './access/test-access.ts'
import { buildTestServer, type TestServer } from './build-test-server.ts'

const NOW = Date.UTC(2026, 0, 5, 12)
const HIDDEN = ['/hooks/hidden-path', 'hidden-secret', 'hidden-header']

describe('/pushhub/alarms', () => {
  let folder: string
  let store: LibsqlIncidentStore
  let receiver: AlarmReceiver
  let server: TestServer
  let links: PictureLinks
  let nowMs: number

  beforeEach(async () => {
    nowMs = NOW
    receiver.calls.length = 0
    receiver.answer = (_call, response) => void response.end()
    for (const id of (await store.alarms.targets()).keys()) await call('DELETE', `/targets/${id}`)
  })
  beforeAll(async () => {
    nowMs = NOW
    folder = await mkdtemp(join(tmpdir(), 'camera-check-alarms-'))
    store = new LibsqlIncidentStore(folder)
    await store.open()
    receiver = await AlarmReceiver.start()
    const secrets = { current: async () => Buffer.alloc(32, 7), refreshed: async () => [Buffer.alloc(32, 7)] }
    links = new PictureLinks({ secrets, baseUrl: '', lifeMs: 60_000 })
    const clock = (): number => nowMs
    const courier = new Courier({
      ...{ clock, rules: new AddressRules([], []) },
      message: messageMaker({ links, clock, baseUrl: '', nameOf: () => null }),
      picture: async () => Buffer.from('jpeg')
    })
    const ids = new IncidentIds(Math.random)
    const alarms = new AlarmDesk({
      ...{ store: store.alarms, courier, links, clock, newId: atMs => ids.next(atMs) },
      book: new TargetBook(store.alarms, [targetOf({ name: 'Of the file' }, 'of-file')]),
      picture: async (incident, role) => Buffer.from(`${incident} ${role}`)
    })
    server = await buildTestServer({ alarms, tokens: ROLES.map(role => entry(role, role, `${role}-token`)) })
  })
  afterAll(async () => {
    await server.hub.close(200)
    await server.app.close()
    await receiver.close()
    await store.close()
    await rm(folder, { recursive: true, force: true })
  })

  const call = async (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object, role = 'admin') => {
    const headers = { authorization: `Bearer ${role}-token` }
    const payload = body === undefined ? {} : { payload: body }
    const answer = await server.app.inject({ method, url: `/pushhub/alarms${path}`, headers, ...payload })
    return { status: answer.statusCode, text: answer.body, body: answer.json() }
  }
  const hook = (): object => ({
    name: 'VMS',
    type: 'webhook',
    url: `${receiver.url}/hooks/hidden-path`,
    secret: 'hidden-secret',
    headers: { authorization: 'hidden-header' },
    filter: { kinds: ['black'] }
  })

  it('adds, lists, changes and removes a target, and shows of its secrets that they are set', async () => {
    const added = await call('POST', '/targets', { ...hook(), by: 'Chen' })
    expect(added).toMatchObject({
      status: 200,
      body: { name: 'VMS', fixed: false, enabled: true, waiting: 0, last: null }
    })
    const { id } = added.body
    const changed = await call('PUT', `/targets/${id}`, { name: 'VMS 2', type: 'webhook', enabled: false })
    expect(changed.body).toMatchObject({ id, name: 'VMS 2', enabled: false, filter: { kinds: [] } })
    expect(changed.body.secrets).toEqual({
      url: `${receiver.url}/...`,
      token: null,
      secret: '***',
      password: null,
      headers: 'authorization'
    })
    const listed = await call('GET', '/targets', undefined, 'operator')
    expect(listed.body.items.map(({ name, fixed }: { name: string; fixed: boolean }) => [name, fixed])).toEqual([
      ['Of the file', true],
      ['VMS 2', false]
    ])
    expect(await call('DELETE', `/targets/${id}`)).toMatchObject({ status: 200 })
    expect((await call('GET', '/targets')).body.items).toHaveLength(1)
    const audit = JSON.stringify((await store.audit(null, { cursor: null, limit: 10 })).items)
    expect(audit).toContain('Chen (admin)')
    for (const text of [added.text, changed.text, listed.text, audit, ...server.logged]) {
      expect(HIDDEN.filter(hidden => text.includes(hidden))).toEqual([])
    }
  })

  it('sends a test at once, and says how it went without repeating secrets', async () => {
    const { id } = (await call('POST', '/targets', hook())).body
    expect((await call('POST', `/targets/${id}/test`)).body).toEqual({
      delivered: true,
      status: 200,
      error: null,
      tookMs: 0
    })
    expect(receiver.messages[0]).toMatchObject({ test: true, what: 'opened', cap: { status: 'Test' } })
    receiver.answer = ({ path }, response) => void response.writeHead(500).end(`no ${path} with hidden-header`)
    const failed = await call('POST', `/targets/${id}/test`)
    expect(failed.body).toEqual({ delivered: false, status: null, error: 'Answered 500: no *** with ***', tookMs: 0 })
  })

  it.each([
    [{ name: 'x', type: 'webhook' }, 'url'],
    [{ name: 'x', type: 'pigeon', url: 'https://x.example' }, 'type'],
    [{ name: 'x', type: 'webhook', url: 'https://x.example', filter: { kinds: ['nonsense'] } }, 'kinds'],
    [{ name: 'x', type: 'webhook', url: 'https://x.example', colour: 1 }, 'colour'],
    [{ name: '', type: 'webhook', url: 'https://x.example' }, 'name']
  ])('refuses %j by name', async (body, field) => {
    const answer = await call('POST', '/targets', body)
    expect(answer).toMatchObject({ status: 400, body: { code: 'alarm/target-invalid' } })
    expect(answer.body.error).toContain(field)
    expect(answer.body.error_zh).toContain(field)
  })

  it('takes twenty targets', async () => {
    for (let i = 0; i < 20; i++) expect(await call('POST', '/targets', hook())).toMatchObject({ status: 200 })
    expect(await call('POST', '/targets', hook())).toMatchObject({
      status: 409,
      body: { code: 'alarm/too-many-targets' }
    })
  })

  it('changes no target of the file, and none that is not there', async () => {
    expect(await call('PUT', '/targets/of-file', hook())).toMatchObject({
      status: 409,
      body: { code: 'alarm/target-fixed' }
    })
    expect(await call('DELETE', '/targets/of-file')).toMatchObject({ status: 409 })
    expect(await call('PUT', '/targets/none', hook())).toMatchObject({
      status: 404,
      body: { code: 'alarm/target-not-found' }
    })
    expect(await call('POST', '/targets/none/test')).toMatchObject({ status: 404 })
  })

  it('lists what was given up, tries it again and deletes it', async () => {
    const [one, two] = [makeDelivery('t', { incident: 'i1' }), makeDelivery('t', { incident: 'i2' })]
    await store.alarms.dealOut([], [one, two], 10, null)
    for (const delivery of [one, two]) {
      const dead = { ...delivery, attempts: 3, lastError: 'Answered 500', diedAtMs: NOW }
      await store.alarms.settle({ how: 'dead', delivery: dead, atMs: NOW }, 10, null)
    }
    const { body } = await call('GET', '/dead-letters?target=t&limit=1')
    expect(body).toMatchObject({
      items: [
        { id: two.id, target: 't', incident: 'i2', kind: 'black', stream: 'gate-1', attempts: 3, error: 'Answered 500' }
      ],
      next: expect.any(String)
    })
    expect(
      (await call('GET', `/dead-letters?target=t&cursor=${encodeURIComponent(body.next)}`)).body.items
    ).toHaveLength(1)
    expect((await call('POST', '/dead-letters/retry', { ids: [one.id, 'none'] })).body).toEqual({ count: 1 })
    expect((await call('POST', '/dead-letters/discard', { ids: [two.id] })).body).toEqual({ count: 1 })
    expect((await call('GET', '/dead-letters')).body).toEqual({ items: [], next: null })
    expect(await store.alarms.waiting('t', 10)).toHaveLength(1)
  })

  it.each([
    ['GET', '/targets', ['operator', 'admin']],
    ['POST', '/targets', ['admin']],
    ['PUT', '/targets/x', ['admin']],
    ['DELETE', '/targets/x', ['admin']],
    ['POST', '/targets/x/test', ['admin']],
    ['GET', '/dead-letters', ['operator', 'admin']],
    ['POST', '/dead-letters/retry', ['operator', 'admin']],
    ['POST', '/dead-letters/discard', ['operator', 'admin']]
  ] as const)('%s %s lets in %j', async (method, path, allowed) => {
    const entries = await Promise.all(
      ROLES.map(async role => [role, (await call(method, path, {}, role)).status] as const)
    )
    expect(entries.flatMap(([role, status]) => (status === 403 ? [] : [role]))).toEqual(allowed)
  })

  it('opens a picture by its link alone, until the link ends', async () => {
    const url = (await links.maker(NOW))('01ABC', 'worst')
    const open = (path: string) => server.app.inject({ method: 'GET', url: path })
    const picture = await open(url)
    expect([picture.statusCode, picture.headers['content-type'], picture.body]).toEqual([
      200,
      'image/jpeg',
      '01ABC worst'
    ])
    for (const other of [
      url.replace('worst', 'first'),
      url.replace('01ABC', '01ABD'),
      url.replace(/ends=\d+/, match => `${match}0`),
      `${url.slice(0, -2)}xx`
    ]) {
      const refused = await open(other)
      expect([refused.statusCode, refused.json().code]).toEqual([403, 'alarm/link-invalid'])
    }
    nowMs += 61_000
    expect((await open(url)).statusCode).toBe(403)
  })
})
