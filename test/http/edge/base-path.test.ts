import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withoutBasePath } from '../../../src/http/edge/base-path.ts'
import { PLAIN_EDGE } from '../../../src/http/edge/edge-options.ts'
import { buildTestServer, type TestServer } from '../build-test-server.ts'

describe('withoutBasePath', () => {
  test.each([
    ['/base/pushhub/start', '/pushhub/start'],
    ['/base', '/'],
    ['/base/', '/'],
    ['/base?x=1', '/?x=1'],
    ['/base/?x=1', '/?x=1'],
    ['/pushhub/start', '/pushhub/start'],
    ['/baseball', '/baseball'],
    ['/base%2Fpushhub', '/base%2Fpushhub'],
    ['//base/x', '//base/x'],
    ['*', '*']
  ])('%s is %s', (url, path) => {
    expect(withoutBasePath('/base')({ url })).toBe(path)
  })

  test('nothing is taken off without one', () => {
    fc.assert(
      fc.property(fc.webUrl(), url => withoutBasePath('')({ url }) === url),
      { numRuns: 30 }
    )
  })

  test('takes off exactly what was put before a path', () => {
    fc.assert(fc.property(fc.webPath(), path => withoutBasePath('/a/b')({ url: `/a/b/${path}` }) === `/${path}`))
  })
})

describe('a service below a path', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await buildTestServer({ edge: { ...PLAIN_EDGE, basePath: '/cam/check' } })
  })
  afterAll(() => server.app.close())

  test.each(['/cam/check', ''])('answers its routes below %j', async base => {
    const alive = await server.app.inject(`${base}/livez`)
    expect([alive.statusCode, alive.json()]).toEqual([200, { ok: true }])
    const frame = await server.app.inject({
      method: 'POST',
      url: `${base}/pushhub/frames/a%2Fb`,
      headers: { 'content-type': 'image/jpeg' },
      payload: Buffer.from('x')
    })
    expect(frame.statusCode).toBe(202)
    expect(server.control.frames.at(-1)?.stream).toBe('a/b')
  })

  test('takes it off once', async () => {
    expect((await server.app.inject('/cam/check/cam/check/livez')).statusCode).toBe(404)
  })

  test('sends on to addresses below it', async () => {
    expect((await server.app.inject('/cam/check/')).headers.location).toBe('/cam/check/docs/')
    expect((await server.app.inject('/')).headers.location).toBe('/cam/check/docs/')
    expect((await server.app.inject('/cam/check/docs/static/index.html')).headers.location).toBe('/cam/check/docs/')
  })

  test('the documentation names it, and finds its files with and without a slash at the end', async () => {
    expect((await server.app.inject('/cam/check/docs/json')).json().servers[0].url).toBe('/cam/check')
    expect((await server.app.inject('/cam/check/docs')).body).toContain(
      'src="/cam/check/docs/static/swagger-ui-bundle.js"'
    )
    expect((await server.app.inject('/cam/check/docs/')).body).toContain('src="./static/swagger-ui-bundle.js"')
  })
})
