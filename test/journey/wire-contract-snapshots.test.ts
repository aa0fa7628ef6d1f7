import type { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { checkedJpeg, flatJpeg } from '../pictures.ts'
import type { S3Server } from '../servers/global-setup.ts'
import { describeWithS3 } from '../servers/need.ts'
import { type ResultListener, RunningService } from '../servers/running-service.ts'
import { S3Bucket } from '../servers/s3-bucket.ts'
import { PATIENT, s3Environment } from '../servers/service-environment.ts'

const DAY_MS = 86_400_000
const DEADLINE = { timeout: 10_000 }

/** A service that stores every frame in a bucket of its own. */
class StoringService {
  readonly bucket: S3Bucket
  service!: RunningService
  listener!: ResultListener
  readonly #server: S3Server

  constructor(server: S3Server) {
    this.#server = server
    this.bucket = new S3Bucket(server)
  }

  async start(env: Record<string, string> = {}): Promise<void> {
    const store = s3Environment(this.#server, this.bucket)
    this.service = await RunningService.start({ MINIO_SAVE_MODE: 'all', ...PATIENT, ...store, ...env })
    this.listener = await this.service.listen()
  }

  async end(): Promise<void> {
    await this.service?.dispose()
    await this.bucket.destroy()
  }

  async subscribe(streams: string[], settings: object = {}): Promise<void> {
    const answer = await this.service.post('/pushhub/subscribe', { streams, ...settings })
    expect(answer.status).toBe(200)
  }

  /** Pushes frames one after the other. @returns The keys under which they were stored. */
  async store(stream: string, ...pictures: Buffer[]): Promise<string[]> {
    const before = this.listener.of(stream).length
    for (const picture of pictures) expect(await this.service.postFrame(stream, picture)).toBe(202)
    const results = await this.listener.count(stream, before + pictures.length)
    return results.slice(before).map(({ data }) => data.obj_refs![0]!.key)
  }

  async bytes(key: string): Promise<Buffer> {
    const chunks: Buffer[] = []
    const object: Readable = await this.bucket.client.getObject(this.bucket.name, key)
    for await (const chunk of object) chunks.push(chunk as Buffer)
    return Buffer.concat(chunks)
  }

  async keysOf(stream: string): Promise<string[]> {
    return (await this.bucket.names()).filter(key => key.startsWith(`${stream}/`))
  }

  /** Puts an object as the old service left it. */
  async putOld(key: string): Promise<void> {
    await this.bucket.client.putObject(this.bucket.name, key, Buffer.from('old picture'))
  }
}

describeWithS3('wire contract, "Snapshots: S3 / MinIO"', s3 => {
  const storing = new StoringService(s3)
  let clear: Buffer

  beforeAll(async () => {
    clear = await checkedJpeg(320, 240)
    await storing.start()
  })
  afterAll(() => storing.end())

  it('"The bucket is created when missing"', async () => {
    await storing.subscribe(['first'])
    await storing.store('first', clear)
    expect(await storing.bucket.client.bucketExists(storing.bucket.name)).toBe(true)
  })

  it('"Object key: <safe_stream>/<13-digit zero-padded epoch ms>.jpg", of the time the frame was received', async () => {
    await storing.subscribe(['gate-1_A'])
    const [key] = await storing.store('gate-1_A', clear)
    expect(key).toMatch(/^gate-1_A\/\d{13}\.jpg$/)
    const { timing } = storing.listener.of('gate-1_A')[0]!.data
    expect(Number(key!.slice(-17, -4))).toBe(Date.parse(timing.ts3!))
  })

  it('"so that names sort by time": also those of frames within one millisecond, each under a name of its own', async () => {
    await storing.subscribe(['sorted'])
    const keys = await storing.store('sorted', ...Array.from({ length: 12 }, () => clear))
    expect(keys).toEqual([...new Set(keys)].sort())
    expect(await storing.keysOf('sorted')).toEqual(keys)
  })

  it('"safe_stream replaces every character outside [a-zA-Z0-9_-]"', async () => {
    const names = ['a b', 'Tür', '门/北', '..', 'x'.repeat(300)]
    await storing.subscribe(names)
    for (const name of names) {
      const [key] = await storing.store(name, clear)
      expect(key).toMatch(/^[a-zA-Z0-9_-]{1,128}\/\d{13}\.jpg$/)
    }
  })

  it('"two different streams must not collide on one prefix": a/b and a_b', async () => {
    const names = ['a/b', 'a_b', 'a b', 'a?b']
    await storing.subscribe(names)
    const prefixes = []
    for (const name of names) prefixes.push((await storing.store(name, clear))[0]!.split('/')[0])
    expect(new Set(prefixes).size).toBe(names.length)
    expect(prefixes[1]).toBe('a_b')
  })

  it('"The stored bytes are the received JPEG"', async () => {
    await storing.subscribe(['bytes'])
    const [key] = await storing.store('bytes', clear)
    expect((await storing.bytes(key!)).equals(clear)).toBe(true)
  })

  it('"unless annotate_images is set"', async () => {
    await storing.subscribe(['annotated'], { annotate_images: true })
    const [key] = await storing.store('annotated', clear)
    const stored = await storing.bytes(key!)
    expect(stored.equals(clear)).toBe(false)
    expect([...stored.subarray(0, 2)]).toEqual([0xff, 0xd8])
  })

  it('"Content-Type: image/jpeg"', async () => {
    await storing.subscribe(['typed'])
    const [key] = await storing.store('typed', clear)
    const object = await storing.bucket.client.statObject(storing.bucket.name, key!)
    expect(object.metaData['content-type']).toBe('image/jpeg')
  })

  it('"Old objects count for retention": the oldest go first, whatever their name says of an intrusion', async () => {
    const nowMs = Date.now()
    const old = [
      `kept/${nowMs - 4000}_intrussion.jpg`,
      `kept/${nowMs - 3000}.jpg`,
      `kept/${nowMs - 2000}_intrussion.jpg`
    ]
    for (const key of old) await storing.putOld(key)
    await storing.subscribe(['kept'], { minio_storage_per_stream: 2 })
    const [key] = await storing.store('kept', clear)
    await expect.poll(() => storing.keysOf('kept'), DEADLINE).toEqual([old[2], key])
  })

  it('"Retention: at most N newest per stream (minio_storage_per_stream)": those of other streams stay', async () => {
    await storing.subscribe(['trimmed', 'trimmed-too'], { minio_storage_per_stream: { trimmed: 2 } })
    const others = await storing.store('trimmed-too', clear, clear, clear)
    const keys = await storing.store('trimmed', clear, clear, clear, clear, clear)
    await expect.poll(() => storing.keysOf('trimmed'), DEADLINE).toEqual(keys.slice(-2))
    expect(await storing.keysOf('trimmed-too')).toEqual(others)
  })

  it('"It is never made public": an anonymous GET is refused', async () => {
    await storing.subscribe(['private'])
    const [key] = await storing.store('private', clear)
    const { name } = storing.bucket
    expect((await fetch(`http://${s3.endpoint}/${name}/${key}`)).status).toBe(403)
    expect((await fetch(`http://${s3.endpoint}/${name}`)).status).toBe(403)
  })

  it('"pictures are read through the API"', async () => {
    await storing.subscribe(['read'])
    const [key] = await storing.store('read', clear)
    const answer = await fetch(`${storing.service.url}/pushhub/snapshots/${key}`)
    expect({ status: answer.status, type: answer.headers.get('content-type') }).toEqual({
      status: 200,
      type: 'image/jpeg'
    })
    expect(Buffer.from(await answer.arrayBuffer()).equals(clear)).toBe(true)
  })

  it('"or by presigned URL"', async () => {
    await storing.subscribe(['presigned'])
    const [key] = await storing.store('presigned', clear)
    const url = await storing.bucket.client.presignedGetObject(storing.bucket.name, key!, 60)
    expect(Buffer.from(await (await fetch(url)).arrayBuffer()).equals(clear)).toBe(true)
  })

  it('"reason is all" where MINIO_SAVE_MODE is', async () => {
    await storing.subscribe(['reason'])
    await storing.store('reason', clear)
    expect(storing.listener.of('reason')[0]!.data.obj_refs![0]!.reason).toBe('all')
  })
})

describeWithS3('wire contract, "Snapshots: S3 / MinIO", with other settings', s3 => {
  const storing = new StoringService(s3)
  const nowMs = Date.now()
  const old = `former/${nowMs - 2 * DAY_MS}.jpg`
  const oldest = `camera/${nowMs - 3 * DAY_MS}_intrussion.jpg`
  const young = `former/${nowMs - DAY_MS / 2}_intrussion.jpg`
  const stranger = `former/notes-${nowMs - 9 * DAY_MS}.txt`

  beforeAll(async () => {
    await storing.bucket.client.makeBucket(storing.bucket.name)
    for (const key of [old, oldest, young, stranger]) await storing.putOld(key)
    await storing.start({
      MINIO_USE_INTRUSSION_SUFFIX: '1',
      MINIO_MAX_FRAMES_PER_STREAM: '2',
      MINIO_LIFECYCLE_DAYS: '1',
      MINIO_TRIM_INTERVAL: '1'
    })
  })
  afterAll(() => storing.end())

  it('"an age limit in days (MINIO_LIFECYCLE_DAYS)": of every stream that ever was, and of no other objects', async () => {
    await expect.poll(() => storing.bucket.names(), DEADLINE).toEqual([young, stranger])
    // It holds by itself: no rule was given to the store.
    const rules = await storing.bucket.client.getBucketLifecycle(storing.bucket.name).catch(() => null)
    expect(rules).toBeNull()
  })

  it('"MINIO_USE_INTRUSSION_SUFFIX=1 writes <13 digits>_intrussion.jpg as the old service did"', async () => {
    await storing.subscribe(['suffix'])
    const [key] = await storing.store('suffix', await flatJpeg(320, 240, 0))
    expect(key).toMatch(/^suffix\/\d{13}_intrussion\.jpg$/)
    expect(await storing.keysOf('suffix')).toEqual([key])
  })

  it('"Retention: at most N newest per stream (MINIO_MAX_FRAMES_PER_STREAM)"', async () => {
    await storing.subscribe(['many'])
    const black = await flatJpeg(320, 240, 0)
    const keys = await storing.store('many', black, black, black, black, black)
    await expect.poll(() => storing.keysOf('many'), DEADLINE).toEqual(keys.slice(-2))
  })
})
