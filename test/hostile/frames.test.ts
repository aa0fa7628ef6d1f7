import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ResultMessage } from '../../src/model/result-message.ts'
import { checkedJpeg } from '../pictures.ts'
import { describeWithRedis } from '../servers/need.ts'
import { rawRequest } from '../servers/raw-request.ts'
import { RedisProducer } from '../servers/redis-producer.ts'
import { startRedis } from '../servers/redis-server.ts'
import { type ResultListener, RunningService } from '../servers/running-service.ts'
import type { RunningServer } from '../servers/server-script.ts'
import { PATIENT, redisEnvironment } from '../servers/service-environment.ts'
import { cutJpegs, flippedJpegs, type HostileFrame, hostileJpegs } from './hostile-jpegs.ts'

// One shard, so that the bad camera and its neighbour share a thread.
const SETTINGS = { ...PATIENT, MINIO_SAVE_MODE: 'all' }
const FLIPPED = 200
const MIB = 1024 * 1024
/** Far over what the service takes at rest, far under what one picture of 65,500 x 65,500 would. */
const MOST_RESIDENT_MIB = 700

// Those that are pictures first: after many that are none, a camera is rightly called undecodable for a while.
const frames: readonly HostileFrame[] = (await hostileJpegs()).sort((a, b) => isError(a) - isError(b))
const ABNORMAL_NAMES = frames.filter(isError).map(({ name }) => name)

/** A healthy camera beside the bad one: every frame of it must give its result, in order. */
class Neighbour {
  readonly stream = 'neighbour'
  readonly #push: (jpeg: Buffer, wallClock: string) => Promise<unknown>
  #jpegs: readonly Buffer[] = []
  #sent = 0

  constructor(push: (jpeg: Buffer, wallClock: string) => Promise<unknown>) {
    this.#push = push
  }

  async sendOne(): Promise<void> {
    // A live camera never sends the same bytes for long.
    if (this.#jpegs.length === 0) this.#jpegs = await Promise.all([200, 202, 204].map(i => checkedJpeg(320, 240, i)))
    const jpeg = this.#jpegs[this.#sent % this.#jpegs.length]!
    await this.#push(jpeg, String(this.#sent++))
  }

  async expectAll(listener: ResultListener): Promise<void> {
    const results = await listener.count(this.stream, this.#sent)
    expect(results.map(({ data }) => data.ts_wall)).toEqual(Array.from({ length: this.#sent }, (_, i) => String(i)))
    expect(new Set(results.map(({ data }) => data.result.state))).toEqual(new Set(['Normal']))
  }
}

/** A frame that was judged, or an error that says why it was not. Nothing else may come of any frame. */
function expectVerdictOrError({ data }: ResultMessage): void {
  if (data.result.state !== 'Error') {
    expect(data.shape).toHaveLength(3)
    return
  }
  expect(data.result.error).toMatch(/\S/)
  expect(data.result.error_zh).toMatch(/\p{Script=Han}/u)
  expect(data.result.faults[0]).toMatchObject({ kind: 'undecodable' })
}

function isError({ expected }: HostileFrame): number {
  return 'error' in expected ? 1 : 0
}

function expectAsForetold(frame: HostileFrame, message: ResultMessage): void {
  expectVerdictOrError(message)
  const { shape, result } = message.data
  if ('error' in frame.expected) expect(result.error, frame.name).toMatch(frame.expected.error)
  else
    expect({ name: frame.name, shape, error: result.error }).toEqual({ name: frame.name, shape: frame.expected.shape })
}

async function expectAlive(service: RunningService, pid: number): Promise<void> {
  expect(service.pid).toBe(pid)
  expect((await service.get('/livez')).status).toBe(200)
  expect((await service.get('/readyz')).body.ok).toBe(true)
  expect(service.log.filter(({ msg }) => /thread (died|failed)|could not be analysed/.test(msg))).toEqual([])
}

/** The most memory that the process ever had, MiB; 0 where the system does not tell. */
async function mostResidentMib(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024
}

describeWithRedis('bad frames through Redis', () => {
  let redis: RunningServer
  let producer: RedisProducer
  let service: RunningService
  let listener: ResultListener
  let neighbour: Neighbour
  let pid = 0

  beforeAll(async () => {
    redis = await startRedis()
    producer = new RedisProducer(redis.url)
    service = await RunningService.start({ ...redisEnvironment(redis.url), ...SETTINGS })
    pid = service.pid
    listener = await service.listen()
    neighbour = new Neighbour((jpeg, ts_wall_iso) => producer.add('neighbour', jpeg, { ts_wall_iso }))
    const streams = ['neighbour', 'bad', 'cut', 'flipped', 'large', 'fields', 'meta']
    await service.post('/pushhub/subscribe', { streams })
  })
  afterAll(async () => {
    producer?.close()
    await service?.dispose()
    await redis?.stop()
  })

  it('each odd or broken picture gives its verdict or a named error, in order', async () => {
    for (const { jpeg } of frames) {
      await producer.add('bad', jpeg)
      await neighbour.sendOne()
    }
    const results = await listener.count('bad', frames.length)
    frames.forEach((frame, i) => {
      expectAsForetold(frame, results[i]!)
    })
    await neighbour.expectAll(listener)
  })

  it('a picture cut at every tenth of its length is an Error that says it is cut', async () => {
    for (const jpeg of await cutJpegs()) await producer.add('cut', jpeg)
    for (const { data } of await listener.count('cut', 9)) {
      expect(data.result).toMatchObject({ state: 'Error', error: expect.stringMatching(/cut off|ends after/) })
    }
  })

  it(`${FLIPPED} pictures with changed bytes each give a verdict or a named error, once and in order`, async () => {
    const pictures = await flippedJpegs(FLIPPED)
    for (const [i, jpeg] of pictures.entries()) {
      await producer.add('flipped', jpeg, { ts_wall_iso: String(i) })
      if (i % 10 === 0) await neighbour.sendOne()
    }
    const results = await listener.count('flipped', FLIPPED, 20_000)
    expect(results.map(({ data }) => Number(data.ts_wall))).toEqual(pictures.map((_, i) => i))
    for (const message of results) expectVerdictOrError(message)
    await neighbour.expectAll(listener)
  })

  it('20 MB are an Error that names the limit, whether they are a picture or not', async () => {
    const whole = await checkedJpeg(320, 240)
    await producer.add('large', Buffer.concat([whole, Buffer.alloc(20 * MIB)]))
    await producer.add('large', Buffer.alloc(20 * MIB, 0xff))
    await neighbour.sendOne()
    for (const { data } of await listener.count('large', 2)) {
      expect(data.result).toMatchObject({ state: 'Error', error: expect.stringContaining('MAX_FRAME_BYTES') })
      expect(data).not.toHaveProperty('obj_refs')
    }
    await neighbour.expectAll(listener)
  })

  it('entries without jpeg, with an empty one, without meta, without either and with each twice', async () => {
    const whole = await checkedJpeg(320, 240)
    await producer.addFields('fields', ['meta', '{"shape":[10,20,3]}'])
    await producer.addFields('fields', ['meta', '{}', 'jpeg', ''])
    await producer.addFields('fields', ['jpeg', whole])
    await producer.addFields('fields', ['other', 'x'])
    await producer.addFields('fields', ['jpeg', 'x', 'meta', '{}', 'jpeg', whole])
    const results = (await listener.count('fields', 5)).map(({ data }) => data.result)
    expect(results.map(({ state }) => state)).toEqual(['Error', 'Error', 'Normal', 'Error', 'Normal'])
    expect(results[0]!.error).toMatch(/no field "jpeg"/)
    expect(results[1]!.error).toMatch(/no bytes/)
    expect(results[2]!.meta_error).toMatch(/no field "meta"/)
    expect(results[3]).toMatchObject({
      error: expect.stringMatching(/"jpeg"/),
      meta_error: expect.stringMatching(/"meta"/)
    })
  })

  it('meta that is no JSON, no object, no text, 5 MB or deeply nested: the picture is judged, and the result says so', async () => {
    const whole = await checkedJpeg(320, 240)
    const bad: readonly (readonly [string | Buffer, RegExp])[] = [
      ['not json', /not JSON/],
      ['', /not JSON/],
      ['[1,2]', /no object/],
      ['null', /no object/],
      ['"text"', /no object/],
      [Buffer.from([0xff, 0xfe, 0x00]), /not JSON/],
      [`{"ts1":"${'x'.repeat(5 * MIB)}"}`, /5242890 bytes/],
      ['['.repeat(60_000), /not JSON/]
    ]
    for (const [meta] of bad) await producer.addFields('meta', ['meta', meta, 'jpeg', whole])
    const results = await listener.count('meta', bad.length)
    results.forEach(({ data }, i) => {
      expect(data.result).toMatchObject({ state: 'Normal', meta_error: expect.stringMatching(bad[i]![1]) })
    })
  })

  it('meta whose known keys are of wrong types or absurd: they count as left out', async () => {
    const before = listener.of('meta').length
    const whole = await checkedJpeg(320, 240)
    const bad = [
      { ts1: {}, ts2: [], ts_wall_iso: 5, shape: 'x' },
      { ts1: '9999-12-31T23:59:59Z', ts2: -1, ts_wall_iso: 'x'.repeat(60_000), shape: [0, -1, 1.5] },
      { ts1: '2026-13-45T99:99:99Z', ts2: 1e300, ts_wall_iso: null, shape: [1, 2, 3, 4] },
      '{"__proto__":null,"constructor":1,"toString":2}'
    ]
    for (const meta of bad) await producer.add('meta', whole, meta)
    for (const { data } of (await listener.count('meta', before + bad.length)).slice(before)) {
      expect(data).toMatchObject({ ts_wall: null, shape: [240, 320, 3], result: { state: 'Normal' } })
      expect(data.timing).toMatchObject({ ts1: null, ts2: null, lat_ms: { cap: null, queue: null, end2end: null } })
    }
  })

  it('a stream key that holds no stream costs its own camera alone', async () => {
    await producer.redis.set('frames:no-stream', 'a string')
    await service.post('/pushhub/subscribe', { streams: ['neighbour', 'no-stream'] })
    // One after the other: a read that was on its way before the new subscription knows nothing of it.
    for (let i = 0; i < 3; i++) {
      await neighbour.sendOne()
      await neighbour.expectAll(listener)
    }
    // Once the key is a stream, the camera's frames come.
    await producer.redis.del('frames:no-stream')
    const pushed = async () => {
      await producer.add('no-stream', await checkedJpeg(64, 48))
      return listener.of('no-stream').filter(({ data }) => data.result.state === 'Normal').length
    }
    await expect.poll(pushed, { timeout: 10_000, interval: 100 }).toBeGreaterThan(0)
    await service.post('/pushhub/subscribe', {
      streams: ['neighbour', 'bad', 'cut', 'flipped', 'large', 'fields', 'meta']
    })
  })

  it('the process lives, is ready, and its memory stayed bounded', async () => {
    await neighbour.sendOne()
    await neighbour.expectAll(listener)
    await expectAlive(service, pid)
    expect(await mostResidentMib(pid)).toBeLessThan(MOST_RESIDENT_MIB)
  })
})

describe('bad frames over HTTP, straight to the camera', () => {
  let service: RunningService
  let listener: ResultListener
  let neighbour: Neighbour
  let pid = 0

  beforeAll(async () => {
    service = await RunningService.start(SETTINGS)
    pid = service.pid
    listener = await service.listen()
    neighbour = new Neighbour(async (jpeg, ts_wall_iso) => {
      expect(await service.postFrame('neighbour', jpeg, { ts_wall_iso })).toBe(202)
    })
    await service.post('/pushhub/subscribe', { streams: ['neighbour', 'bad', 'cut', 'flipped', 'meta'] })
  })
  afterAll(() => service?.dispose())

  async function send(body: Buffer, headers: Record<string, string> = {}) {
    const all = { 'content-type': 'image/jpeg', ...headers }
    const { status, text } = await rawRequest(service.url, '/pushhub/frames/bad', { headers: all, body })
    return { status, ...(JSON.parse(text) as { code?: string; error?: string }) }
  }

  it('each odd or broken picture gives its verdict or a named error, in order', async () => {
    for (const { jpeg } of frames) {
      expect(await service.postFrame('bad', jpeg)).toBe(202)
      await neighbour.sendOne()
    }
    const results = await listener.count('bad', frames.length)
    frames.forEach((frame, i) => {
      expectAsForetold(frame, results[i]!)
    })
    await neighbour.expectAll(listener)
  })

  it('pictures that are cut or have changed bytes each give a verdict or a named error', async () => {
    const pictures = [...(await cutJpegs()), ...(await flippedJpegs(60))]
    for (const [i, jpeg] of pictures.entries()) await service.postFrame('flipped', jpeg, { ts_wall_iso: String(i) })
    const results = await listener.count('flipped', pictures.length, 20_000)
    expect(results.map(({ data }) => Number(data.ts_wall))).toEqual(pictures.map((_, i) => i))
    for (const message of results) expectVerdictOrError(message)
  })

  it('an empty body is refused by name', async () => {
    expect(await send(Buffer.alloc(0))).toMatchObject({ status: 400, code: 'frame/empty' })
  })

  it('20 MB are refused by name, announced or not', async () => {
    const body = Buffer.alloc(20 * MIB, 0xff)
    expect(await send(body)).toMatchObject({ status: 413, code: 'frame/too-large' })
    expect(await send(body, { 'transfer-encoding': 'chunked' })).toMatchObject({ status: 413, code: 'frame/too-large' })
  })

  it('bad meta in the header does not lose the frame; one that is too long is refused', async () => {
    const jpeg = await checkedJpeg(320, 240)
    const path = '/pushhub/frames/meta'
    for (const meta of ['not json', '[]', '{"ts1":1e999}']) {
      const headers = { 'content-type': 'image/jpeg', 'x-frame-meta': meta }
      expect((await rawRequest(service.url, path, { headers, body: jpeg })).status).toBe(202)
    }
    const states = (await listener.count('meta', 3)).map(({ data }) => [data.result.state, data.result.meta_error])
    expect(states).toEqual([
      ['Normal', expect.stringMatching(/not JSON/)],
      ['Normal', expect.stringMatching(/no object/)],
      ['Normal', undefined]
    ])
    const long = { 'content-type': 'image/jpeg', 'x-frame-meta': `{"a":"${'x'.repeat(100_000)}"}` }
    expect((await rawRequest(service.url, path, { headers: long, body: jpeg })).status).toBe(431)
  })

  it('only the bad camera ever had an Error', async () => {
    const errors = listener.messages.filter(({ data }) => data.result.state === 'Error').map(({ data }) => data.stream)
    expect(errors.filter(stream => stream === 'bad')).toHaveLength(ABNORMAL_NAMES.length)
    expect(new Set(errors)).toEqual(new Set(['bad', 'flipped']))
  })

  it('the process lives, is ready, and its memory stayed bounded', async () => {
    await neighbour.sendOne()
    await neighbour.expectAll(listener)
    await expectAlive(service, pid)
    expect(await mostResidentMib(pid)).toBeLessThan(MOST_RESIDENT_MIB)
  })
})
