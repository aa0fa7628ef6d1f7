import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { RequestError, request, withQuery } from '../../web/api/request.ts'
import { session } from '../../web/state/session.ts'

const REFUSED = { ok: false, code: 'camera/not-found', error: 'No such camera', error_zh: '没有此摄像头' }

const before = session.get()

describe('request', () => {
  let server: Server
  let url: string
  let seen: IncomingMessage[]
  let bodies: string[]

  beforeAll(async () => {
    seen = []
    bodies = []
    server = createServer((incoming, answer) => {
      seen.push(incoming)
      let body = ''
      incoming.on('data', chunk => (body += chunk))
      incoming.on('end', () => {
        bodies.push(body)
        const status = Number(incoming.url?.slice(1).split('?')[0])
        const text = status === 200 ? '{"ok":true}' : status === 502 ? '<html>' : JSON.stringify(REFUSED)
        answer.writeHead(status, { 'content-type': 'application/json' }).end(text)
      })
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })

  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })

  afterEach(() => {
    session.set(before)
  })

  test('sends JSON and reads JSON', async () => {
    expect(await request(`${url}/200`, { method: 'POST', body: { note: 'Lamp' } })).toEqual({ ok: true })
    expect([seen.at(-1)?.method, bodies.at(-1)]).toEqual(['POST', '{"note":"Lamp"}'])
  })

  test('says no content type without a body', async () => {
    await request(`${url}/200`, { method: 'DELETE' })
    expect(seen.at(-1)?.headers['content-type']).toBeUndefined()
  })

  test('a refusal keeps its code, and its text in both languages', async () => {
    const error = await request(`${url}/404`).catch((cause: unknown) => cause)
    expect(error).toBeInstanceOf(RequestError)
    expect(error).toMatchObject({ code: 'camera/not-found', status: 404, message: 'No such camera' })
    expect((error as RequestError).textIn('zh')).toBe('没有此摄像头')
  })

  test('a refusal that is no JSON is told by its status', async () => {
    await expect(request(`${url}/502`)).rejects.toMatchObject({ code: 'http/internal', status: 502 })
  })

  test('401 asks to sign in, and says that somebody was', async () => {
    await expect(request(`${url}/401`)).rejects.toMatchObject({ status: 401 })
    expect(session.get()).toMatchObject({ phase: 'out', permissions: [], hasEnded: false })
    session.set({ ...before, phase: 'in', name: 'wall', role: 'viewer' })
    await expect(request(`${url}/401`)).rejects.toMatchObject({ status: 401 })
    expect(session.get()).toMatchObject({ phase: 'out', name: null, hasEnded: true })
  })

  test('a service that does not answer is offline', async () => {
    await expect(request('http://127.0.0.1:1/')).rejects.toMatchObject({ code: 'offline', status: 0 })
  })

  test('what was given up is no failure of the service', async () => {
    const ending = new AbortController()
    const answer = request(`${url}/200`, { signal: ending.signal })
    ending.abort()
    await expect(answer).rejects.toMatchObject({ name: 'AbortError' })
  })
})

describe('withQuery', () => {
  test('leaves out what is not set', () => {
    expect(withQuery('/a', { q: 'x y', none: null, empty: '', missing: undefined, zero: 0 })).toBe('/a?q=x+y&zero=0')
    expect(withQuery('/a', {})).toBe('/a')
  })
})
