import { afterAll, beforeAll, expect, test } from 'vitest'
import { MAX_PATH_CHARACTERS, MAX_QUERY_CHARACTERS } from '../../../src/http/edge/url-limits.ts'
import { buildTestServer, type TestServer } from '../build-test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await buildTestServer()
})
afterAll(() => server.app.close())

const path = (characters: number) => `/${'x'.repeat(characters - 1)}`

test('a path of the greatest length is looked up, and one character more is refused', async () => {
  expect((await server.app.inject(path(MAX_PATH_CHARACTERS))).statusCode).toBe(404)
  const answer = await server.app.inject(path(MAX_PATH_CHARACTERS + 1))
  expect([answer.statusCode, answer.json()]).toEqual([
    414,
    {
      ok: false,
      code: 'http/uri-too-long',
      error: `Cannot read URL: its path is longer than ${MAX_PATH_CHARACTERS} characters`,
      error_zh: expect.stringContaining('路径超过')
    }
  ])
})

test('a query of the greatest length is read, and one character more is refused', async () => {
  expect((await server.app.inject(`/livez?${'q'.repeat(MAX_QUERY_CHARACTERS)}`)).statusCode).toBe(200)
  const answer = await server.app.inject(`/livez?${'q'.repeat(MAX_QUERY_CHARACTERS + 1)}`)
  expect([answer.statusCode, answer.json().code]).toEqual([414, 'http/uri-too-long'])
})

test('the longest name of a stream fits', async () => {
  const answer = await server.app.inject(`/pushhub/metrics/performance/${'%E9%97%A8'.repeat(1365)}x?a=1`)
  expect([answer.statusCode, answer.json().code]).not.toEqual([414, 'http/uri-too-long'])
})

test('an upgrade is held to the same', async () => {
  await expect(server.app.injectWS(`/pushhub/ws/results?token=${'q'.repeat(MAX_QUERY_CHARACTERS)}`)).rejects.toThrow(
    '414'
  )
})
