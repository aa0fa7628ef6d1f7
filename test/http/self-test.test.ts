import { afterAll, beforeAll, expect, it } from 'vitest'
import { AppError } from '../../src/errors.ts'
import type { TypedServer } from '../../src/http/typed-server.ts'
import type { SelfTestControl, SelfTestView } from '../../src/self-test/self-test-control.ts'
import { entry } from './access/test-access.ts'
import { TestOverview } from './build-overview.ts'
import { buildTestServer } from './build-test-server.ts'

const PATH = '/pushhub/cameras/yard/self-test'
const FAULT = {
  kind: 'moved',
  seen: 'missed',
  isOff: false,
  tries: 3,
  found: 0,
  delayMs: null,
  text: 'a turn of 5 % of the view is not detectable here',
  textZh: '转动画面的 5%：此处无法发现'
} as const

let test: TestOverview
let app: TypedServer
let view: SelfTestView = { state: 'idle', last: null }
const asked: string[] = []
const selfTests: SelfTestControl = {
  view: async () => view,
  request(stream) {
    if (stream === 'faulty') throw new AppError('camera/not-healthy', 'Cannot test "faulty"')
    asked.push(stream)
  }
}

beforeAll(async () => {
  test = await TestOverview.start()
  test.overview.setCameras(['yard', 'faulty'])
  app = (
    await buildTestServer({
      overview: test.overview.desk,
      selfTests,
      tokens: [entry('v', 'viewer', 'look'), 't']
    })
  ).app
})
afterAll(async () => {
  await app.close()
  await test.close()
})

const call = async (method: 'GET' | 'POST', url: string, token = 't') => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const answer = await app.inject({ method, url, headers, ...(method === 'POST' ? { payload: '{}' } : {}) })
  return { status: answer.statusCode, body: answer.json() as Record<string, unknown> }
}

it('GET tells what is known, in both languages', async () => {
  expect((await call('GET', PATH)).body).toEqual({ stream: 'yard', state: 'idle', last: null })
  view = {
    state: 'running',
    last: {
      atMs: 1000,
      pictures: 30,
      tookMs: 31_500,
      faults: [FAULT, { ...FAULT, kind: 'noise', isOff: true, seen: 'unknown' }]
    }
  }
  expect((await call('GET', PATH)).body).toMatchObject({
    state: 'running',
    last: {
      at: '1970-01-01T00:00:01.000Z',
      pictures: 30,
      tookS: 31.5,
      failed: ['moved'],
      faults: [
        { kind: 'moved', seen: 'missed', delayS: null, text_zh: FAULT.textZh },
        { kind: 'noise', isOff: true }
      ]
    }
  })
})

it('is read by a viewer and asked for by an operator', async () => {
  expect((await call('GET', PATH, 'look')).status).toBe(200)
  expect(await call('POST', PATH, 'look')).toMatchObject({ status: 403, body: { code: 'http/forbidden' } })
})

it('POST asks for one, of a camera that there is and that is healthy', async () => {
  expect(await call('POST', PATH)).toEqual({ status: 200, body: { ok: true } })
  expect(asked).toEqual(['yard'])
  expect(await call('POST', '/pushhub/cameras/nobody/self-test')).toMatchObject({
    status: 404,
    body: { code: 'camera/not-found' }
  })
  expect(await call('GET', '/pushhub/cameras/nobody/self-test')).toMatchObject({ status: 404 })
  expect(await call('POST', '/pushhub/cameras/faulty/self-test')).toMatchObject({
    status: 409,
    body: { code: 'camera/not-healthy' }
  })
})
