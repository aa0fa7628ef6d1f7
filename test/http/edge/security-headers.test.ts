import { afterEach, describe, expect, test } from 'vitest'
import { parseTrustedProxies } from '../../../src/config/trusted-proxies.ts'
import { PLAIN_EDGE } from '../../../src/http/edge/edge-options.ts'
import { DASHBOARD_POLICY, DOCS_POLICY } from '../../../src/http/edge/page-policies.ts'
import { SECURITY_HEADERS } from '../../../src/http/edge/security-headers.ts'
import { buildTestServer, type TestServer } from '../build-test-server.ts'

let server: TestServer
afterEach(() => server.app.close())

describe('security headers', () => {
  test.each([
    ['a route', 'GET', '/livez', 200],
    ['no route', 'GET', '/nothing', 404],
    ['another method', 'DELETE', '/livez', 405],
    ['a bad body', 'POST', '/pushhub/subscribe', 400],
    ['a bad address', 'GET', '/%zz', 400],
    ['a WebSocket route without an upgrade', 'GET', '/pushhub/ws/results', 426],
    ['a picture that is not there', 'GET', '/pushhub/snapshots/x/0000000000000.jpg', 404]
  ] as const)('stand on the answer of %s', async (_, method, url, status) => {
    server = await buildTestServer()
    const answer = await server.app.inject({ method, url })
    expect([answer.statusCode, answer.headers]).toEqual([status, expect.objectContaining(SECURITY_HEADERS)])
  })

  test('stand on a refused call', async () => {
    server = await buildTestServer({ tokens: ['secret'] })
    const answer = await server.app.inject('/metrics')
    expect([answer.statusCode, answer.headers]).toEqual([401, expect.objectContaining(SECURITY_HEADERS)])
  })

  test('the documentation has a policy of its own, which is as strict', async () => {
    server = await buildTestServer()
    for (const url of ['/docs/', '/docs/static/swagger-ui-bundle.js']) {
      const { headers } = await server.app.inject(url)
      expect(headers['content-security-policy']).toBe(DOCS_POLICY)
      expect(headers['x-content-type-options']).toBe('nosniff')
    }
  })

  test.each([DASHBOARD_POLICY, DOCS_POLICY])('no policy lets anything run that is written into a page', policy => {
    expect(policy).not.toMatch(/unsafe|\*|https?:|http:/)
    for (const rule of ["default-src 'none'", "script-src 'self'", "base-uri 'none'", "frame-ancestors 'none'"]) {
      expect(policy.split('; ')).toContain(rule)
    }
  })
})

describe('Strict-Transport-Security', () => {
  const edge = { ...PLAIN_EDGE, hstsMaxAgeS: 600, trusts: parseTrustedProxies('192.0.2.7').trusts }
  const ask = async (remoteAddress: string, proto: string) => {
    const { headers } = await server.app.inject({
      url: '/livez',
      remoteAddress,
      headers: { 'x-forwarded-proto': proto }
    })
    return headers['strict-transport-security']
  }

  test('is sent to who came by HTTPS to a trusted proxy, and to nobody else', async () => {
    server = await buildTestServer({ edge })
    expect(await ask('192.0.2.7', 'https')).toBe('max-age=600')
    expect(await ask('192.0.2.7', 'http')).toBeUndefined()
    expect(await ask('203.0.113.1', 'https')).toBeUndefined()
  })

  test('can be left out', async () => {
    server = await buildTestServer({ edge: { ...edge, hstsMaxAgeS: 0 } })
    expect(await ask('192.0.2.7', 'https')).toBeUndefined()
  })

  test('nobody is believed without TRUST_PROXY', async () => {
    server = await buildTestServer({ edge: { ...PLAIN_EDGE, hstsMaxAgeS: 600 } })
    expect(await ask('127.0.0.1', 'https')).toBeUndefined()
  })
})
