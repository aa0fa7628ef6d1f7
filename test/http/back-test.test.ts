import { afterAll, beforeAll, expect, it } from 'vitest'
import type { BackTestControl, BackTestView } from '../../src/back-test/back-test-control.ts'
import { AppError } from '../../src/errors.ts'
import type { TypedServer } from '../../src/http/typed-server.ts'
import { type CameraProfile, EMPTY_PROFILE } from '../../src/model/camera-profile.ts'
import { makeIncident } from '../pipeline/incidents/make-incident.ts'
import { entry } from './access/test-access.ts'
import { TestOverview } from './build-overview.ts'
import { buildTestServer } from './build-test-server.ts'

const PATH = '/pushhub/cameras/yard/back-test'
const SPELL = { kind: 'noise', fromMs: 1000, toMs: 4000 } as const
const VIEW: BackTestView = {
  stream: 'yard',
  fromMs: 0,
  toMs: 60_000,
  coveredMs: 50_000,
  thinnedMs: 1000,
  agreement: 0.99,
  kinds: [
    { kind: 'noise', before: [SPELL], after: [], added: [], gone: [SPELL], changed: [], isAtLeast: false },
    {
      kind: 'black',
      before: [SPELL],
      after: [SPELL],
      added: [],
      gone: [],
      changed: [{ before: SPELL, after: SPELL }],
      isAtLeast: true
    }
  ],
  incidents: [{ incident: makeIncident('A', { verdict: 'real' }), becomes: 'missed' }],
  incidentCount: 3,
  notJudged: [{ setting: 'masks', en: 'Why', zh: '为什么' }]
}

let test: TestOverview
let app: TypedServer
const edited: CameraProfile[] = []
const backTests: BackTestControl = {
  async backTest(stream, edit) {
    if (stream !== 'yard') throw new AppError('back-test/busy', 'Cannot back-test')
    edited.push(edit(EMPTY_PROFILE))
    return VIEW
  }
}

beforeAll(async () => {
  test = await TestOverview.start()
  test.overview.setCameras(['yard', 'gate'])
  const tokens = [entry('v', 'viewer', 'look'), 't']
  app = (await buildTestServer({ overview: test.overview.desk, backTests, tokens })).app
})
afterAll(async () => {
  await app.close()
  await test.close()
})

const post = async (url: string, payload: object, token = 't') => {
  const answer = await app.inject({ method: 'POST', url, headers: { authorization: `Bearer ${token}` }, payload })
  return { status: answer.statusCode, body: answer.json() as Record<string, unknown> }
}

it('tells what a change would have done, and changes nothing', async () => {
  const { status, body } = await post(PATH, { faults: { noise: { limits: { minFineRiseLevels: 9 } } } })
  expect(status).toBe(200)
  expect(edited).toEqual([{ ...EMPTY_PROFILE, faults: { noise: { limits: { minFineRiseLevels: 9 } } } }])
  expect(test.overview.desk.profile('yard')).toEqual(EMPTY_PROFILE)
  const spell = { from: '1970-01-01T00:00:01.000Z', to: '1970-01-01T00:00:04.000Z' }
  expect(body).toMatchObject({
    stream: 'yard',
    from: '1970-01-01T00:00:00.000Z',
    coveredS: 50,
    thinnedS: 1,
    agreement: 0.99,
    kinds: [
      {
        kind: 'noise',
        inForce: { spells: 1, seconds: 3, longestS: 3 },
        proposed: { spells: 0, seconds: 0, longestS: 0 },
        gone: [spell],
        isAtLeast: false
      },
      { kind: 'black', changed: [{ before: spell, after: spell }], isAtLeast: true }
    ],
    incidents: [{ id: 'A', verdict: 'real', becomes: 'missed' }],
    incidentCount: 3,
    notJudged: [{ setting: 'masks', text: 'Why', text_zh: '为什么' }]
  })
})

it('is for operators, takes what settings take, and says when too many wait', async () => {
  expect((await post(PATH, {}, 'look')).status).toBe(403)
  expect(await post(PATH, { faults: { noise: { limits: { typo: 1 } } } })).toMatchObject({ status: 400 })
  expect(await post(PATH, { schedule: [{ days: [1], from: '24:00', to: '06:00' }] })).toMatchObject({
    status: 400,
    body: { code: 'camera/settings-invalid' }
  })
  expect(await post('/pushhub/cameras/gate/back-test', {})).toMatchObject({
    status: 429,
    body: { code: 'back-test/busy' }
  })
})
