import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type SubscribeBody, toCameras } from '../../src/http/schemas/subscribe.ts'
import { DEFAULT_CAMERA_SETTINGS, SENSITIVITIES } from '../../src/model/camera.ts'
import { FAULT_LIMIT_NAMES } from '../../src/model/fault-limit-names.ts'
import { limitRange } from '../../src/model/fault-limit-range.ts'
import { DETECTORS } from '../../src/pipeline/detect/registry.ts'
import { buildTestServer, type TestServer } from './build-test-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await buildTestServer()
})

beforeEach(() => {
  server.control.cameras = []
})

afterAll(() => server.app.close())

async function send(payload: string | Buffer | object, type: string | null = 'application/json') {
  const headers = type === null ? {} : { 'content-type': type }
  const answer = await server.app.inject({ method: 'POST', url: '/pushhub/subscribe', headers, payload })
  return { status: answer.statusCode, body: answer.json() }
}

/** Sends a body that must be refused, and gives the English message. */
async function refusal(body: string | Buffer | object, code = 'subscription/invalid', type?: string): Promise<string> {
  const epoch = server.control.epoch
  const answer = await send(body, type)
  expect(answer).toEqual({
    status: 400,
    body: { ok: false, code, error: expect.any(String), error_zh: expect.stringMatching(/\p{Script=Han}/u) }
  })
  expect(server.control.epoch).toBe(epoch)
  return answer.body.error
}

describe('subscribe', () => {
  test('with every old parameter becomes cameras', async () => {
    const { status, body } = await send({
      streams: ['gate-1', '前门', 'gate-1'],
      current_threshold: 20,
      edge_params: { low: 40, high: 120, min_ratio: 0.05 },
      tamper_params: { diff_threshold: 12, roi_diff_threshold: 9, high_ratio: 0.2 },
      intrusion_cooldown_seconds: { 前门: 2.5 },
      minio_storage_per_stream: { 'gate-1': 0 },
      annotate_images: true
    })
    expect({ status, body }).toEqual({
      status: 200,
      body: { ok: true, epoch: server.control.epoch, subscribed: ['gate-1', '前门'] }
    })
    const settings = {
      blackMeanLevels: 20,
      edge: { low: 40, high: 120, minRatio: 0.05 },
      tamper: { diffLevels: 12, regionDiffLevels: 9, highRatio: 0.2 },
      oldRules: { edge: true, tamper: true },
      annotateImages: true
    }
    expect(server.control.cameras).toEqual([
      { stream: 'gate-1', settings: { ...settings, cooldownMs: 0, snapshotsKept: 0 } },
      { stream: '前门', settings: { ...settings, cooldownMs: 2500, snapshotsKept: null } }
    ])
  })

  test('adds one to the epoch each time and keeps the order', async () => {
    const first = (await send({ streams: ['b', 'a'] })).body
    const second = (await send({ streams: [] })).body
    expect(first.subscribed).toEqual(['b', 'a'])
    expect(second).toEqual({ ok: true, epoch: first.epoch + 1, subscribed: [] })
  })

  test.each<[string, object]>([
    ['names that are names of JavaScript', { streams: ['constructor', '__proto__', 'toString'] }],
    ['an empty edge_params', { streams: ['a'], edge_params: {} }],
    ['an empty tamper_params', { streams: ['a'], tamper_params: {} }],
    [
      'numbers on their limits',
      { streams: ['a'], current_threshold: 0, edge_params: { low: 1020, high: 1020, min_ratio: 1 } }
    ],
    ['whole numbers written as decimals', JSON.parse('{"streams":["a"],"minio_storage_per_stream":5.0}')],
    ['an empty object of cooldowns', { streams: ['a'], intrusion_cooldown_seconds: {} }],
    ['a name of 4,096 bytes', { streams: ['门'.repeat(1365)] }]
  ])('takes %s', async (_, body) => {
    expect((await send(body)).status).toBe(200)
  })

  test.each<[string, string | null]>([
    ['application/json; charset=utf-8', 'x'],
    ['application/vnd.api+json', 'x']
  ])('takes content type %s', async type => {
    expect((await send({ streams: ['a'] }, type)).status).toBe(200)
  })

  test('takes 20,000 streams with a number for each', async () => {
    const streams = Array.from({ length: 20_000 }, (_, i) => `building-7/floor-3/${'门'.repeat(100)}/camera-${i}`)
    const each = Object.fromEntries(streams.map((stream, i) => [stream, i]))
    const { status, body } = await send({ streams, minio_storage_per_stream: each, intrusion_cooldown_seconds: each })
    expect(status).toBe(200)
    expect(body.subscribed).toEqual(streams)
    expect(server.control.cameras[7]?.settings).toMatchObject({ cooldownMs: 7000, snapshotsKept: 7 })
  })

  const wrongValues: [string, unknown[]][] = [
    ['streams', [undefined, null, 'a', 5, {}, true]],
    ['streams[1]', ['', 5, null, [], {}, 'x'.repeat(4097), '门'.repeat(1366), '\ud800']],
    ['current_threshold', ['15', null, -1, 256, true, [], {}]],
    ['edge_params', [null, 5, 'x', [], true]],
    ['edge_params.low', ['50', null, -1, 1021, [], 151]],
    ['edge_params.high', ['150', null, -1, 1021]],
    ['edge_params.min_ratio', ['0.02', null, -0.1, 1.1]],
    ['tamper_params', [null, 5, 'x', [], true]],
    ['tamper_params.diff_threshold', ['10', null, -1, 256]],
    ['tamper_params.roi_diff_threshold', ['8', null, -1, 256]],
    ['tamper_params.high_ratio', ['0.1', null, -1, 2]],
    ['intrusion_cooldown_seconds', ['5', null, -1, true, [], 1e9]],
    ['intrusion_cooldown_seconds.a', ['5', null, -1, true, {}]],
    ['minio_storage_per_stream', ['5', null, -1, 1.5, true, [], 1e9]],
    ['minio_storage_per_stream.a', ['5', null, -1, 1.5, true, {}]],
    ['annotate_images', [1, 'true', null, {}]]
  ]
  test.each(wrongValues.flatMap(([field, values]) => values.map(value => [field, value] as const)))(
    'refuses %s = %j by name',
    async (field, value) => {
      const body: Record<string, unknown> = { streams: ['a'] }
      const [outer, inner] = field.split('.')
      if (field === 'streams[1]') body.streams = ['a', value]
      else if (inner === undefined) body[field] = value
      else body[outer!] = { [inner]: value }
      const error = await refusal(body)
      expect(error).toContain(`Cannot subscribe: ${field}: `)
      expect(error).toContain(', expected ')
      expect(error).not.toContain(';')
    }
  )

  test.each([
    ['1e999', 'current_threshold'],
    ['-1e999', 'intrusion_cooldown_seconds']
  ])('refuses the number %s', async (number, field) => {
    expect(await refusal(`{"streams":[],"${field}":${number}}`)).toContain(`Cannot subscribe: ${field}: got `)
  })

  test('says what arrived', async () => {
    expect(await refusal({ streams: ['a'], current_threshold: 'dark' })).toBe(
      'Cannot subscribe: current_threshold: got "dark", expected a number from 0 to 255'
    )
    expect((await send({ streams: ['a'], current_threshold: 300 })).body.error_zh).toBe(
      '订阅请求有误：current_threshold：收到 300，应为0 到 255 之间的数值'
    )
    expect(await refusal({})).toBe('Cannot subscribe: streams: missing, expected a list of at most 20000 names')
  })

  test('names all bad fields in one message', async () => {
    const error = await refusal({
      streams: ['a', 5],
      current_threshold: 'x',
      edge_params: { low: -1, hihg: 3 },
      annotate_images: 1,
      wrong: true
    })
    for (const part of [
      'streams[1]: ',
      'current_threshold: ',
      'edge_params.low: ',
      'unknown key edge_params.hihg',
      'annotate_images: ',
      'unknown key "wrong"'
    ]) {
      expect(error).toContain(part)
    }
  })

  test('refuses unknown keys by name, everywhere, and names the known ones', async () => {
    const error = await refusal({ streams: ['a'], edge_parms: {} })
    expect(error).toContain('unknown key "edge_parms"')
    expect(error).toContain('edge_params')
    expect(await refusal({ streams: ['a'], tamper_params: { high: 1 } })).toContain('unknown key tamper_params.high')
    expect(await refusal('{"streams":["a"],"__proto__":{"x":1}}')).toContain('unknown key "__proto__"')
    expect(await refusal('{"streams":["a"],"constructor":1}')).toContain('unknown key "constructor"')
  })

  test('refuses a threshold pair the wrong way round, also against the default', async () => {
    expect(await refusal({ streams: [], edge_params: { low: 60, high: 50 } })).toContain(
      'edge_params.low: got 60 with high 50'
    )
    expect(await refusal({ streams: [], edge_params: { high: 49 } })).toContain('edge_params.low: got 50 with high 49')
  })

  test('refuses a value for a stream that is not in streams', async () => {
    const error = await refusal({ streams: ['gate-1'], minio_storage_per_stream: { 'gate-2': 5, 'gate-1': 5 } })
    expect(error).toBe('Cannot subscribe: minio_storage_per_stream["gate-2"]: names a stream that is not in streams')
    expect(await refusal({ streams: ['a'], intrusion_cooldown_seconds: { constructor: 1 } })).toContain('constructor')
  })

  test('reports a flood of wrong fields in a message of bounded length, soon', async () => {
    const tooMany = await refusal({ streams: new Array(1_000_000).fill(1) })
    expect(tooMany).toContain('streams: got 1000000 entries')
    const wrong = await refusal({ streams: new Array(20_000).fill({ x: 'y'.repeat(100) }) })
    expect(wrong.length).toBeLessThan(3000)
    expect(wrong).toContain('and 19980 more')
    const keys = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`k${i}`, 1]))
    expect(await refusal({ streams: [], ...keys })).toContain('body: got more than 1000 keys')
    expect(await refusal({ streams: [], minio_storage_per_stream: keys })).toContain('got 100000 entries')
    expect((await refusal({ streams: ['x'.repeat(100_000)] })).length).toBeLessThan(300)
  })

  test.each<[string, string | Buffer]>([
    ['nothing', ''],
    ['half a body', '{"streams":["a"'],
    ['text', 'hello'],
    ['a form', 'streams=a'],
    ['broken UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])]
  ])('refuses %s as unreadable', async (_, payload) => {
    expect(await refusal(payload, 'http/bad-request')).toContain('Cannot read body: ')
  })

  test.each(['null', '[]', '5', '"x"', 'true'])('refuses %s as no object', async payload => {
    expect(await refusal(payload)).toContain('Cannot subscribe: body: got ')
  })

  test('refuses a call without any body', async () => {
    const answer = await server.app.inject({ method: 'POST', url: '/pushhub/subscribe' })
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'http/bad-request'])
  })

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'image/jpeg'])(
    'refuses content type %s',
    async type => {
      expect(await refusal('{"streams":["a"]}', 'http/bad-request', type)).toContain(type)
    }
  )

  test('refuses a body over 32 MiB', async () => {
    const { status, body } = await send({ streams: ['x'.repeat(33 * 1024 * 1024)] })
    expect([status, body.code]).toEqual([413, 'http/too-large'])
  })
})

test('toCameras gives what was left out its default', () => {
  const body: SubscribeBody = { streams: ['a'], edge_params: { low: 10 }, tamper_params: { high_ratio: 0.5 } }
  expect(toCameras(body)).toEqual([
    {
      stream: 'a',
      settings: {
        ...DEFAULT_CAMERA_SETTINGS,
        edge: { ...DEFAULT_CAMERA_SETTINGS.edge, low: 10 },
        tamper: { ...DEFAULT_CAMERA_SETTINGS.tamper, highRatio: 0.5 },
        oldRules: { edge: true, tamper: true }
      }
    }
  ])
})

test('toCameras gives each stream its own faults before those of all', () => {
  const faults = { black: { sensitivity: 'low' as const }, 'partly-occluded': { minRegionRatio: 0.3 } }
  const body = { streams: ['a', 'b'], faults, stream_faults: { b: { black: { sensitivity: 'off' as const } } } }
  const [a, b] = toCameras(body as unknown as SubscribeBody).map(({ settings }) => settings.faults)
  expect(a).toEqual({ black: { sensitivity: 'low' }, 'partly-occluded': { limits: { minRegionRatio: 0.3 } } })
  expect(b).toEqual({ black: { sensitivity: 'off' }, 'partly-occluded': { limits: { minRegionRatio: 0.3 } } })
})

const wrongFaults: readonly (readonly [body: object, problem: string])[] = [
  [{ faults: { blak: {} } }, 'unknown key faults.blak, known here: black, bright, '],
  [{ faults: { constructor: {} } }, 'unknown key faults.constructor'],
  [JSON.parse('{"faults":{"__proto__":{}}}'), 'unknown key faults.__proto__'],
  [{ faults: { 'stream-gap': {} } }, 'unknown key faults.stream-gap'],
  [{ faults: { black: { minSharpness: 1 } } }, 'unknown key faults.black.minSharpness, known here: sensitivity, '],
  [{ faults: { black: { limits: { maxMeanLevels: 20 } } } }, 'unknown key faults.black.limits'],
  [{ faults: { black: { toString: 1 } } }, 'unknown key faults.black.toString'],
  [{ faults: { black: { minDeadRatio: 0.5 } } }, 'unknown key faults.black.minDeadRatio'],
  [
    { faults: { black: { sensitivity: 'some' } } },
    'faults.black.sensitivity: got "some", expected one of low, normal, high, off'
  ],
  [{ faults: { black: { sensitivity: 1 } } }, 'faults.black.sensitivity: got 1, expected one of'],
  [{ faults: { black: { sensitivity: null } } }, 'faults.black.sensitivity: got null'],
  [{ faults: { moved: { minDeadRatio: 'x' } } }, 'faults.moved.minDeadRatio: got "x", expected a number from 0 to 100'],
  [{ faults: { moved: { minDeadRatio: -0.1 } } }, 'faults.moved.minDeadRatio: got -0.1'],
  [{ faults: { moved: { minDeadRatio: 101 } } }, 'faults.moved.minDeadRatio: got 101'],
  [
    { faults: { black: { maxMeanLevels: 256 } } },
    'faults.black.maxMeanLevels: got 256, expected a number from 0 to 255'
  ],
  [{ faults: { frozen: { minIdenticalMs: 86_400_001 } } }, 'faults.frozen.minIdenticalMs: got 86400001'],
  [{ faults: { shaken: { minTestifyingBlocks: 145 } } }, 'a number from 0 to 144 (blocks)'],
  [{ faults: { black: null } }, 'faults.black: got null, expected an object of a sensitivity'],
  [{ faults: { black: 'off' } }, 'faults.black: got "off", expected an object of a sensitivity'],
  [{ faults: { black: [] } }, 'faults.black: got []'],
  [{ faults: null }, 'faults: got null, expected an object {kind: '],
  [{ faults: [] }, 'faults: got []'],
  [{ stream_faults: { b: {} } }, 'stream_faults.b: names a stream that is not in streams'],
  [{ stream_faults: { a: { blak: {} } } }, 'unknown key stream_faults.a.blak, known here: black, '],
  [{ stream_faults: { a: { black: { x: 1 } } } }, 'unknown key stream_faults.a.black.x, known here: sensitivity, '],
  [
    { stream_faults: { a: { black: { maxMeanLevels: '20' } } } },
    'stream_faults.a.black.maxMeanLevels: got "20", expected a number from 0 to 255 (grey levels)'
  ],
  [{ stream_faults: { a: 5 } }, 'stream_faults.a: got 5'],
  [{ stream_faults: 5 }, 'stream_faults: got 5, expected an object {stream: faults}'],
  [
    { stream_faults: { constructor: { black: {} } } },
    'stream_faults.constructor: names a stream that is not in streams'
  ]
]
test.each(wrongFaults)('subscribe refuses the faults of %j by name', async (body, problem) => {
  const { status, body: answer } = await send(JSON.stringify({ streams: ['a'], ...body }))
  expect([status, answer.code]).toEqual([400, 'subscription/invalid'])
  expect(answer.error).toContain(problem)
  expect(answer.error_zh).toMatch(/^订阅请求有误：/)
})

test('subscribe refuses a flood of wrong faults soon, wherever it is', async () => {
  const keys = Object.fromEntries(Array.from({ length: 300_000 }, (_, i) => [`k${i}`, 1]))
  const wrong = Object.fromEntries(Object.keys(keys).map(key => [key, { black: { maxMeanLevels: 'x' } }]))
  const streams = Object.keys(keys).slice(0, 20_000)
  for (const [body, field] of [
    [{ streams: ['a'], faults: { black: keys } }, 'faults'],
    [{ streams: ['a'], stream_faults: { a: { black: keys } } }, 'stream_faults'],
    [{ streams: ['a'], stream_faults: { a: keys } }, 'stream_faults'],
    [{ streams, stream_faults: Object.fromEntries(streams.map(name => [name, wrong[name]])) }, 'stream_faults']
  ] as const) {
    const cpu = process.cpuUsage()
    const { status, body: answer } = await send(JSON.stringify(body))
    const { user } = process.cpuUsage(cpu)
    expect([status, answer.error]).toEqual([400, expect.stringContaining(`${field}: got more than 100 wrong parts`)])
    expect(user / 1e6).toBeLessThan(2)
  }
})

test('subscribe takes each kind with each sensitivity, and every limit on both ends of its range', async () => {
  for (const [kind, names] of Object.entries(FAULT_LIMIT_NAMES)) {
    for (const sensitivity of SENSITIVITIES) {
      expect((await send({ streams: ['a'], faults: { [kind]: { sensitivity } } })).status).toBe(200)
    }
    for (const end of ['least', 'most'] as const) {
      const limits = Object.fromEntries(names.map(name => [name, limitRange(name)[end]]))
      expect((await send({ streams: ['a'], stream_faults: { a: { [kind]: limits } } })).status).toBe(200)
      const faults = server.control.cameras[0]?.settings.faults as Record<string, unknown>
      expect(faults[kind]).toEqual({ limits })
    }
  }
})

test("every detector's own limits lie in the ranges that a client may set", () => {
  for (const { id, limits } of DETECTORS) {
    for (const [name, value] of Object.entries(limits)) {
      const { least, most } = limitRange(name)
      expect([id, name, value >= least && value <= most]).toEqual([id, name, true])
    }
  }
})
