import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Remedy, RemedyControl } from '../../src/back-test/remedy-control.ts'
import { AppError } from '../../src/errors.ts'
import type { TypedServer } from '../../src/http/typed-server.ts'
import { entry } from './access/test-access.ts'
import { TestOverview } from './build-overview.ts'
import { buildTestServer } from './build-test-server.ts'

const PATH = '/pushhub/incidents/A/remedy'
const REMEDY: Remedy = {
  incidentId: 'A',
  stream: 'yard',
  change: { kind: 'noise', setting: 'minFineRiseLevels', from: 6.5, to: 7.1 },
  reason: null,
  backTest: null,
  guard: { state: 'passed', en: 'Fine', zh: '好' },
  isApplied: false
}

let test: TestOverview
let app: TypedServer
const applied: unknown[] = []
const remedies: RemedyControl = {
  async propose(id) {
    if (id !== 'A') throw new AppError('remedy/not-false-alarm', 'No')
    return REMEDY
  },
  view: () => REMEDY,
  async apply(...args) {
    applied.push(args)
    return { ...REMEDY, isApplied: true }
  }
}

beforeAll(async () => {
  test = await TestOverview.start()
  const tokens = [entry('v', 'viewer', 'look'), 't']
  app = (await buildTestServer({ overview: test.overview.desk, remedies, tokens })).app
})
afterAll(async () => {
  await app.close()
  await test.close()
})

const call = async (method: 'GET' | 'POST', url: string, payload: object = {}, token = 't') => {
  const headers = { authorization: `Bearer ${token}` }
  const answer = await app.inject({ method, url, headers, ...(method === 'POST' ? { payload } : {}) })
  return { status: answer.statusCode, body: answer.json() as Record<string, unknown> }
}

it('proposes, tells and carries out', async () => {
  const proposal = {
    incident: 'A',
    stream: 'yard',
    change: { kind: 'noise', setting: 'minFineRiseLevels', from: 6.5, to: 7.1 },
    reason: null,
    reason_zh: null,
    backTest: null,
    guard: { state: 'passed', text: 'Fine', text_zh: '好' },
    isApplied: false
  }
  expect(await call('POST', PATH)).toEqual({ status: 200, body: proposal })
  expect(await call('GET', PATH, {}, 'look')).toEqual({ status: 200, body: proposal })
  const body = { by: 'Chen', note: 'a bird', despite: true }
  expect((await call('POST', `${PATH}/apply`, body)).body).toEqual({ ...proposal, isApplied: true })
  expect(applied).toEqual([['A', expect.objectContaining({ note: 'a bird' }), true]])
})

it('is for operators, and for false alarms', async () => {
  expect((await call('POST', PATH, {}, 'look')).status).toBe(403)
  expect((await call('POST', `${PATH}/apply`, {}, 'look')).status).toBe(403)
  expect(await call('POST', '/pushhub/incidents/B/remedy')).toMatchObject({
    status: 409,
    body: { code: 'remedy/not-false-alarm' }
  })
})
