import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadSettings } from '../../src/config/load.ts'
import type { SettingName } from '../../src/config/schema.ts'
import { checkedJpeg } from '../pictures.ts'
import { describeWithRedis } from '../servers/need.ts'
import { RedisProducer } from '../servers/redis-producer.ts'
import { startRedis } from '../servers/redis-server.ts'
import { type ResultListener, RunningService } from '../servers/running-service.ts'
import type { RunningServer } from '../servers/server-script.ts'
import { PATIENT, redisEnvironment } from '../servers/service-environment.ts'

const STORE = { MINIO_ENDPOINT: 'store:9000', MINIO_ACCESS_KEY: 'key', MINIO_SECRET_KEY: 'secret' }

/** The contract's variables: a text, the value it becomes, the value when it is left out, a text that does not parse. */
const VARIABLES: readonly (readonly [SettingName, string, unknown, unknown, string | null])[] = [
  ['REDIS_HOST', 'redis.local', 'redis.local', undefined, null],
  ['REDIS_PORT', '6380', 6380, 6379, 'six'],
  ['REDIS_PASSWORD', 'pa ss', 'pa ss', undefined, null],
  ['REDIS_DB', '5', 5, 0, '-1'],
  ['MINIO_ENDPOINT', 'store:9000', 'store:9000', undefined, 'http://store:9000'],
  ['MINIO_ACCESS_KEY', 'key', 'key', undefined, null],
  ['MINIO_SECRET_KEY', 'secret', 'secret', undefined, null],
  ['MINIO_BUCKET', 'other-bucket', 'other-bucket', 'camera-checkout', 'Not A Bucket'],
  ['MINIO_SECURE', '1', true, false, 'yes'],
  ['MINIO_USE_INTRUSSION_SUFFIX', '1', true, false, 'on'],
  ['MINIO_SAVE_MODE', 'sample', 'sample', 'abnormal', 'some'],
  ['MINIO_SAMPLE_FPS', '0.5', 0.5, 1, 'one'],
  ['MINIO_MAX_FRAMES_PER_STREAM', '50', 50, 1000, '1.5'],
  ['MINIO_TRIM_INTERVAL', '10', 10, 1000, '0'],
  ['MINIO_LIFECYCLE_DAYS', '7', 7, 3, '-1'],
  ['MINIO_JPEG_QUALITY', '70', 70, 85, '101'],
  ['WS_SEND_MODE', 'abnormal', 'abnormal', 'all', 'few'],
  ['ENABLE_TEST_VIDEO', '1', true, false, '2'],
  ['TEST_VIDEO_FPS', '12.5', 12.5, 5, 'fast'],
  ['TEST_VIDEO_DIR', '/videos', '/videos', undefined, null],
  ['EXECUTOR_CPU', '4', 4, 0, 'all'],
  ['EXECUTOR_IO', '16', 16, 8, '0']
]
const BOOLEANS = ['MINIO_SECURE', 'MINIO_USE_INTRUSSION_SUFFIX', 'ENABLE_TEST_VIDEO'] as const

/** The first quantisation table of a JPEG: what its quality comes down to. */
function quantisation(jpeg: Buffer): number[] {
  const at = jpeg.indexOf(Buffer.from([0xff, 0xdb]))
  return [...jpeg.subarray(at, at + 2 + jpeg.readUInt16BE(at + 2))]
}

describe('wire contract, "Environment": each variable', () => {
  it.each(VARIABLES)('"%s" = %j is %j, and %j when left out', (name, text, value, byDefault) => {
    expect(loadSettings({ ...STORE, [name]: text }).settings[name]).toBe(value)
    expect(loadSettings({}).settings[name]).toBe(byDefault)
  })

  it.each(BOOLEANS)('"Booleans take 0/1/true/false": %s', name => {
    const values = ['0', '1', 'true', 'false'].map(text => loadSettings({ [name]: text }).settings[name])
    expect(values).toEqual([false, true, true, false])
  })

  it.each(['0', '1', 'true', 'anything'])('"REDIS_DECODE_RESPONSES is accepted and ignored": %s', text => {
    expect(loadSettings({ REDIS_DECODE_RESPONSES: text }).warnings).toEqual([])
  })
})

describe('wire contract, "Environment": the start', () => {
  it('"a value that does not parse stops the start with one message that names every bad variable", and no secret', async () => {
    const bad = VARIABLES.filter(([, , , , text]) => text !== null).map(([name, , , , text]) => [name, String(text)])
    const secrets = { MINIO_ACCESS_KEY: 'key', MINIO_SECRET_KEY: 'secret', API_TOKENS: 'tøken' }
    const message: string = await RunningService.start({ ...secrets, ...Object.fromEntries(bad) }).then(
      () => 'it started',
      (error: Error) => error.message
    )
    expect(message).toMatch(/^Service ended with 78: Cannot start, these settings are wrong:\n/)
    const lines = message.trim().split('\n').slice(1)
    const named = new Map(lines.map(line => [line.trim().split(':')[0]!, line]))
    expect([...named.keys()].sort()).toEqual([...bad.map(([name]) => name!), 'API_TOKENS'].sort())
    for (const [name, text] of bad) expect(named.get(name!)).toContain(JSON.stringify(text))
    expect(message).not.toContain('tøken')
  })
})

describeWithRedis('wire contract, "Environment": Redis', () => {
  let redis: RunningServer
  let service: RunningService

  afterAll(async () => {
    await service?.dispose()
    await redis?.stop()
  })

  it('"REDIS_HOST, REDIS_PORT, REDIS_PASSWORD, REDIS_DB", "REDIS_DECODE_RESPONSES" with an old configuration', async () => {
    const password = 'p@ss: word'
    redis = await startRedis(0, ['--requirepass', password])
    const address = redisEnvironment(redis.url)
    const old = { REDIS_PASSWORD: password, REDIS_DB: '5', REDIS_DECODE_RESPONSES: 'true' }
    service = await RunningService.start({ ...PATIENT, ...address, ...old, MINIO_SAVE_MODE: 'none' })
    expect(service.log.filter(({ level }) => level === 'error')).toEqual([])
    expect(
      service.log.some(line => Array.isArray(line.streams)),
      'test cameras without ENABLE_TEST_VIDEO'
    ).toBe(false)
    const listener = await service.listen()
    await service.post('/pushhub/subscribe', { streams: ['gate'] })
    const producer = new RedisProducer(`redis://:${encodeURIComponent(password)}@${redis.host}:${redis.port}/5`)
    await producer.add('gate', await checkedJpeg(64, 48))
    expect(await listener.count('gate', 1)).toHaveLength(1)
    producer.close()
    expect(JSON.stringify(service.log)).not.toContain(password)
  })
})

describe('wire contract, "Environment": what the variables do', () => {
  let folder: string
  let service: RunningService
  let listener: ResultListener
  let pictures: Buffer[]

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'camera-check-videos-'))
    pictures = [await checkedJpeg(320, 240), await checkedJpeg(320, 240, 190)]
    await mkdir(join(folder, 'yard'))
    for (const [i, picture] of pictures.entries()) await writeFile(join(folder, 'yard', `${i}.jpg`), picture)
    service = await RunningService.start({
      ...PATIENT,
      ENABLE_TEST_VIDEO: 'true',
      TEST_VIDEO_FPS: '20',
      TEST_VIDEO_DIR: folder,
      EXECUTOR_CPU: '',
      MINIO_SAVE_MODE: 'all',
      MINIO_JPEG_QUALITY: '10'
    })
    listener = await service.listen()
  })
  afterAll(async () => {
    await service?.dispose()
    await rm(folder, { recursive: true, force: true })
  })

  it('"TEST_VIDEO_DIR: a folder whose JPEG folders the test video plays in place of the built-in scenes"', async () => {
    const offered = service.log.find(line => Array.isArray(line.streams))
    expect(offered?.streams).toEqual(['yard'])
    await service.post('/pushhub/subscribe', { streams: ['yard'] })
    const results = await listener.count('yard', 4)
    expect(results[0]!.data).toMatchObject({ shape: [240, 320, 3], result: { state: 'Normal' } })
  })

  it('"TEST_VIDEO_FPS"', async () => {
    const times = (await listener.count('yard', 41)).slice(0, 41).map(({ data }) => Date.parse(data.timing.ts3!))
    const meanMs = (times[40]! - times[0]!) / 40
    expect(meanMs).toBeGreaterThan(45)
    // At the default of 5 frames/s it would be 200.
    expect(meanMs).toBeLessThan(150)
  })

  it('"EXECUTOR_CPU (analysis workers; default: the cores)"', async () => {
    const checks = (await service.get('/readyz')).body.checks as { name: string; detail: string }[]
    const cores = availableParallelism()
    expect(checks.find(({ name }) => name === 'shards')?.detail).toBe(`${cores} shard threads run`)
  })

  it('"MINIO_JPEG_QUALITY (85, for annotated snapshots)"', async () => {
    await service.post('/pushhub/subscribe', { streams: ['drawn'], annotate_images: true })
    await service.postFrame('drawn', pictures[0]!)
    const key = (await listener.count('drawn', 1))[0]!.data.obj_refs![0]!.key
    const stored = await readFile(join(service.dataDir, 'snapshots', key))
    const tables = await Promise.all(
      [10, 85].map(async quality => quantisation(await sharp(stored).jpeg({ quality }).toBuffer()))
    )
    expect(quantisation(stored)).toEqual(tables[0])
    expect(quantisation(stored)).not.toEqual(tables[1])
  })
})

describe('wire contract, "Environment": ENABLE_TEST_VIDEO', () => {
  it('"ENABLE_TEST_VIDEO (0/1)": 1 offers the built-in cameras', async () => {
    const service = await RunningService.start({ ENABLE_TEST_VIDEO: '1' })
    const offer = service.log.find(line => Array.isArray(line.streams))
    await service.dispose()
    expect(offer?.streams).toContain('test-street')
  })
})
