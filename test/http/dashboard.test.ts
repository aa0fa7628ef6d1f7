import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readDashboard } from '../../src/http/dashboard-files.ts'
import { buildTestServer, type TestServer } from './build-test-server.ts'

const HTML = `<!doctype html>${'<p>page</p>'.repeat(50)}`
let folder: string
let server: TestServer

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dashboard-'))
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), HTML)
  writeFileSync(join(folder, 'assets', 'index-1a2b.js'), 'let a = 1')
  writeFileSync(join(folder, 'secret.txt'), 'not a kind of file that a page has')
  server = await buildTestServer({ dashboard: readDashboard(folder), tokens: ['secret'] })
})

afterAll(async () => {
  await server.app.close()
  rmSync(folder, { recursive: true })
})

const page = (url: string, headers: Record<string, string> = {}) =>
  server.app.inject({ url, headers: { accept: 'text/html,application/xhtml+xml', ...headers } })

describe('dashboard', () => {
  test.each(['/', '/cameras/gate%2F1', '/incidents', '/incidents/01AB', '/report', '/system', '/add', '/?state=new'])(
    '%s answers with the document, without a token',
    async url => {
      const answer = await page(url)
      expect([answer.statusCode, answer.body]).toEqual([200, HTML])
      expect(answer.headers['content-type']).toBe('text/html; charset=utf-8')
      expect(answer.headers['cache-control']).toBe('no-cache')
    }
  )

  test('a page that asks for no document needs a token as every route does', async () => {
    const answer = await server.app.inject({ url: '/' })
    expect([answer.statusCode, answer.json().code]).toEqual([401, 'http/unauthorized'])
  })

  test('a built file is open and may be kept for ever', async () => {
    const answer = await server.app.inject({ url: '/assets/index-1a2b.js' })
    expect([answer.statusCode, answer.body]).toEqual([200, 'let a = 1'])
    expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable')
  })

  test('forbids whatever is written into the page to run', async () => {
    const policy = String((await page('/')).headers['content-security-policy'])
    expect(policy).toContain("script-src 'self'")
    expect(policy).not.toContain('unsafe-inline')
  })

  test('is compressed for who takes that', async () => {
    const answer = await page('/', { 'accept-encoding': 'gzip, br' })
    expect(answer.headers['content-encoding']).toBe('gzip')
    expect(gunzipSync(answer.rawPayload).toString()).toBe(HTML)
  })

  test('says that a known version is still the newest', async () => {
    const { etag } = (await page('/')).headers
    const again = await page('/', { 'if-none-match': String(etag) })
    expect([again.statusCode, again.body]).toEqual([304, ''])
  })

  test.each(['/secret.txt', '/assets/../secret.txt', '/assets/%2e%2e/secret.txt', '/assets/nothing.js'])(
    '%s is not there',
    async url => {
      const answer = await server.app.inject({ url, headers: { authorization: 'Bearer secret' } })
      expect([answer.statusCode, answer.json().code]).toEqual([404, 'http/not-found'])
    }
  )

  test.each(['/nothing', '/wall', '/cameras/a/b'])(
    '%s is the page, which says that there is nothing, for who asks for one',
    async url => {
      const asked = await page(url, { authorization: 'Bearer secret' })
      expect([asked.statusCode, asked.body]).toEqual([404, HTML])
      expect(asked.headers['content-security-policy']).toContain("script-src 'self'")
      const program = await server.app.inject({ url, headers: { authorization: 'Bearer secret' } })
      expect([program.statusCode, program.json().code]).toEqual([404, 'http/not-found'])
    }
  )

  test.each(['/pushhub/nothing', '/docs/nothing', '/assets/nothing.js'])('%s is no page', async url => {
    const answer = await page(url, { authorization: 'Bearer secret' })
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'http/not-found'])
  })

  test('is none when it was not built', () => {
    expect(readDashboard(join(folder, 'nowhere'))).toBeNull()
    expect(readDashboard(join(folder, 'assets'))).toBeNull()
  })
})
