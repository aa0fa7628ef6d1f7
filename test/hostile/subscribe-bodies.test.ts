import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rawRequest } from '../servers/raw-request.ts'
import { RunningService } from '../servers/running-service.ts'

const NOT_A_NUMBER = ['15', null, true, [], {}]
const NOT_AN_OBJECT = ['x', null, true, [], 5]

/** Each field of `subscribe`, values that it does not take, and what the error must name. */
const WRONG: readonly (readonly [field: string, body: (value: unknown) => object, values: readonly unknown[]])[] = [
  ['streams', value => ({ streams: value }), ['gate', 5, null, true, {}, undefined]],
  ['streams[1]', value => ({ streams: ['a', value] }), ['', 5, null, [], {}, 'x'.repeat(4097), '\ud800']],
  ['current_threshold', value => ({ current_threshold: value }), [...NOT_A_NUMBER, -1, 255.5, 1e300]],
  ['edge_params', value => ({ edge_params: value }), NOT_AN_OBJECT],
  ['edge_params.low', value => ({ edge_params: { low: value } }), [...NOT_A_NUMBER, -1, 1021, 151]],
  ['edge_params.high', value => ({ edge_params: { high: value } }), [...NOT_A_NUMBER, -1, 1021]],
  ['edge_params.min_ratio', value => ({ edge_params: { min_ratio: value } }), [...NOT_A_NUMBER, -0.1, 1.1, 2]],
  ['edge_params.middle', value => ({ edge_params: { middle: value } }), [5]],
  ['tamper_params', value => ({ tamper_params: value }), NOT_AN_OBJECT],
  ['tamper_params.diff_threshold', value => ({ tamper_params: { diff_threshold: value } }), [...NOT_A_NUMBER, -1, 256]],
  [
    'tamper_params.roi_diff_threshold',
    value => ({ tamper_params: { roi_diff_threshold: value } }),
    [...NOT_A_NUMBER, -1, 256]
  ],
  ['tamper_params.high_ratio', value => ({ tamper_params: { high_ratio: value } }), [...NOT_A_NUMBER, -0.1, 1.5]],
  ['tamper_params.speed', value => ({ tamper_params: { speed: value } }), [5]],
  ['intrusion_cooldown_seconds', value => ({ intrusion_cooldown_seconds: value }), ['5', null, true, [], -1, 1e12]],
  ['intrusion_cooldown_seconds.a', value => ({ intrusion_cooldown_seconds: { a: value } }), [...NOT_A_NUMBER, -1]],
  ['intrusion_cooldown_seconds.b', value => ({ intrusion_cooldown_seconds: { b: value } }), [5]],
  ['minio_storage_per_stream', value => ({ minio_storage_per_stream: value }), ['5', null, true, [], -1, 1.5, 1e12]],
  ['minio_storage_per_stream.a', value => ({ minio_storage_per_stream: { a: value } }), [...NOT_A_NUMBER, -1, 0.5]],
  ['minio_storage_per_stream.b', value => ({ minio_storage_per_stream: { b: value } }), [5]],
  ['annotate_images', value => ({ annotate_images: value }), ['true', 1, 0, null, [], {}]],
  ['annotate_image', value => ({ annotate_image: value }), [true]],
  ['__proto__', value => JSON.parse(`{"__proto__":${JSON.stringify(value)}}`) as object, [{ streams: ['x'] }]]
]

/** Texts that are no body at all, and a part of what must be said about them. */
const UNREADABLE: readonly (readonly [what: string, body: string | Buffer, error: RegExp])[] = [
  ['nothing', '', /received nothing/],
  ['half an object', '{"streams":["a"', /Cannot read body/],
  ['a comma too many', '{"streams":["a"],}', /Cannot read body/],
  ['Python instead of JSON', "{'streams': ['a']}", /Cannot read body/],
  ['NaN', '{"streams":["a"],"current_threshold":NaN}', /Cannot read body/],
  ['text', 'streams=a&streams=b', /Cannot read body/],
  ['a list', '["a"]', /JSON object/],
  ['a string', '"a"', /JSON object/],
  ['null', 'null', /JSON object/],
  ['a number', '5', /JSON object/],
  ['broken UTF-8', Buffer.from([...Buffer.from('{"streams":["'), 0xff, 0xfe, ...Buffer.from('"]}')]), /UTF-8/],
  ['UTF-16', Buffer.from('{"streams":["a"]}', 'utf16le'), /Cannot read body/],
  ['a hundred thousand brackets', '['.repeat(100_000), /Cannot read body/],
  ['a hundred thousand objects in each other', `${'{"streams":'.repeat(50_000)}1${'}'.repeat(50_000)}`, /streams/]
]

describe('wrong bodies of subscribe', () => {
  let service: RunningService

  beforeAll(async () => {
    service = await RunningService.start({ EXECUTOR_CPU: '1', MINIO_SAVE_MODE: 'none' })
    await service.post('/pushhub/subscribe', { streams: ['before'] })
  })
  afterAll(() => service?.dispose())

  async function post(body: string | Buffer, type = 'application/json') {
    const headers = { 'content-type': type }
    const { status, text } = await rawRequest(service.url, '/pushhub/subscribe', { headers, body })
    return { status, ...(JSON.parse(text) as { ok: boolean; code?: string; error?: string; error_zh?: string }) }
  }

  const tooLarge = JSON.stringify({ streams: ['a'], padding: 'x'.repeat(33 * 1024 * 1024) })

  it.each(WRONG.flatMap(([field, body, values]) => values.map(value => [field, value, body] as const)))(
    '%s = %j: 400 naming the field',
    async (field, value, body) => {
      const answer = await post(JSON.stringify({ streams: ['a'], ...body(value) }))
      expect(answer).toMatchObject({ status: 400, ok: false, code: 'subscription/invalid' })
      expect(answer.error).toContain(field)
      expect(answer.error).toMatch(/^Cannot subscribe: /)
      expect(answer.error_zh).toMatch(/^订阅请求有误：/)
      expect(answer.error!.length).toBeLessThan(500)
    }
  )

  it('several wrong fields at once are all named', async () => {
    const { error } = await post('{"streams":[""],"current_threshold":"x","edge_params":{"low":-1,"lov":1},"colour":1}')
    for (const field of ['streams[0]', 'current_threshold', 'edge_params.low', 'edge_params.lov', 'colour']) {
      expect(error).toContain(field)
    }
  })

  it.each(UNREADABLE)('%s: 400 saying what is wrong', async (_, body, error) => {
    expect(await post(body)).toMatchObject({ status: 400, ok: false, error: expect.stringMatching(error) })
  })

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'image/jpeg'])(
    'content type %s: 400 naming it',
    async type => {
      const answer = await post('{"streams":["a"]}', type)
      expect(answer).toMatchObject({ status: 400, code: 'http/bad-request' })
      expect(answer.error).toContain(type.split(';')[0])
    }
  )

  it('a body of 33 MB: 413', async () => {
    expect(await post(tooLarge)).toMatchObject({ status: 413, code: 'http/too-large' })
  })

  it('20,001 streams: 400 naming the field', async () => {
    const { status, error } = await post(JSON.stringify({ streams: Array.from({ length: 20_001 }, (_, i) => `s${i}`) }))
    expect({ status, error }).toEqual({ status: 400, error: expect.stringContaining('streams') })
  })

  it('none of them has changed the subscription', async () => {
    const { streams } = (await service.get('/pushhub/metrics/performance')).body as { streams: { stream: string }[] }
    expect(streams.map(({ stream }) => stream)).toEqual(['before'])
    expect((await service.post('/pushhub/subscribe', { streams: ['after'] })).body.epoch).toBe(2)
  })
})
