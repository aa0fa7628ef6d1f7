import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { buildTestServer, type TestServer } from './build-test-server.ts'

const TOKENS = ['first-secret', 'second-secret']
let server: TestServer

beforeEach(async () => {
  server = await buildTestServer({ tokens: TOKENS })
})

afterEach(async () => {
  await server.hub.close(200)
  await server.app.close()
})

async function openSocket(query: string, headers: Record<string, string> = {}): Promise<number> {
  const { port } = server.app.server.address() as AddressInfo
  const socket = new WebSocket(`ws://127.0.0.1:${port}/pushhub/ws/results${query}`, { headers })
  socket.on('error', () => undefined)
  const status = await Promise.race([
    once(socket, 'open').then(() => 101),
    once(socket, 'unexpected-response').then(([, response]) => response.statusCode as number)
  ])
  socket.terminate()
  return status
}

describe('with tokens', () => {
  const closed = [
    ['POST', '/pushhub/start'],
    ['POST', '/pushhub/stop'],
    ['POST', '/pushhub/subscribe'],
    ['POST', '/pushhub/frames/a'],
    ['GET', '/pushhub/metrics/performance'],
    ['GET', '/pushhub/metrics/performance/a'],
    ['DELETE', '/pushhub/metrics/performance'],
    ['GET', '/pushhub/snapshots/a/1767225600000.jpg'],
    ['GET', '/pushhub/ws/results'],
    ['GET', '/metrics'],
    ['GET', '/docs'],
    ['GET', '/docs/json'],
    ['GET', '/docs/static/swagger-ui.css'],
    ['GET', '/'],
    ['GET', '/nothing'],
    ['PUT', '/livez']
  ] as const

  test.each(closed)('%s %s asks for one', async (method, url) => {
    const answer = await server.app.inject({ method, url })
    expect(answer.statusCode).toBe(401)
    expect(answer.headers['www-authenticate']).toBe('Bearer')
    expect(answer.json()).toMatchObject({
      ok: false,
      code: 'http/unauthorized',
      error_zh: expect.stringContaining('未授权')
    })
  })

  test.each(closed)('%s %s opens with one', async (method, url) => {
    const answer = await server.app.inject({ method, url, headers: { authorization: 'Bearer second-secret' } })
    expect(answer.statusCode).not.toBe(401)
  })

  test.each(['/livez', '/readyz', '/livez?x=1'])('%s is open', async url => {
    expect((await server.app.inject({ url })).statusCode).toBe(200)
  })

  test.each([
    'first-secret',
    'Bearer',
    'Bearer ',
    'Bearer wrong',
    'Bearer first-secre',
    'Bearer first-secret2',
    'Bearer first-secret,second-secret',
    'Basic first-secret',
    'Bearer FIRST-SECRET'
  ])('Authorization: %s does not open', async authorization => {
    expect((await server.app.inject({ url: '/metrics', headers: { authorization } })).statusCode).toBe(401)
  })

  test.each(['Bearer first-secret', 'bearer first-secret', 'Bearer   second-secret'])(
    'Authorization: %s opens',
    async authorization => {
      expect((await server.app.inject({ url: '/metrics', headers: { authorization } })).statusCode).toBe(200)
    }
  )

  test('a token in the query opens no plain route', async () => {
    expect((await server.app.inject({ url: '/metrics?token=first-secret' })).statusCode).toBe(401)
    expect((await server.app.inject({ url: '/pushhub/ws/results?token=first-secret' })).statusCode).toBe(401)
  })

  test('a WebSocket is refused before its upgrade without a right token, and nobody is attached', async () => {
    await server.app.listen({ host: '127.0.0.1', port: 0 })
    expect(await openSocket('')).toBe(401)
    expect(await openSocket('?token=wrong')).toBe(401)
    expect(await openSocket('?token=')).toBe(401)
    expect(await openSocket('?x=first-secret')).toBe(401)
    expect(await openSocket('', { authorization: 'Bearer wrong' })).toBe(401)
    expect(server.hub.stats().clients).toBe(0)
    expect(await openSocket('?token=first-secret')).toBe(101)
    expect(await openSocket('', { authorization: 'Bearer second-secret' })).toBe(101)
  })

  test('a token is never logged', async () => {
    server.control.failure = new Error('Broken')
    const headers = { authorization: 'Bearer first-secret' }
    await server.app.inject({ method: 'POST', url: '/pushhub/start?token=second-secret', headers })
    expect(server.logged).toHaveLength(1)
    expect(server.logged.join()).not.toContain('secret')
  })
})

test('without tokens everything is open', async () => {
  const open = await buildTestServer()
  expect((await open.app.inject({ url: '/metrics' })).statusCode).toBe(200)
  expect((await open.app.inject({ url: '/docs/json' })).json().security).toEqual([])
  await open.app.close()
})
