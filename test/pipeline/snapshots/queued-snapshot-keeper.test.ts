import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { silentLog } from '../../../src/lib/log.ts'
import { type Camera, type CameraSettings, DEFAULT_CAMERA_SETTINGS } from '../../../src/model/camera.ts'
import type { ObjectReference, ResultBody } from '../../../src/model/result-message.ts'
import { FolderStore } from '../../../src/pipeline/snapshots/adapters/folder-store.ts'
import { S3Store } from '../../../src/pipeline/snapshots/adapters/s3-store.ts'
import { formatKey } from '../../../src/pipeline/snapshots/object-key.ts'
import { type KeeperSettings, QueuedSnapshotKeeper } from '../../../src/pipeline/snapshots/queued-snapshot-keeper.ts'
import type { SnapshotStore } from '../../../src/pipeline/snapshots/snapshot-store.ts'
import { keysOf } from '../../contract/snapshot-store.contract.ts'
import { describeWithS3 } from '../../servers/need.ts'
import { S3Bucket } from '../../servers/s3-bucket.ts'
import { TcpProxy } from '../../servers/tcp-proxy.ts'

const START_MS = 1_700_000_000_000
const JPEG = new Uint8Array(50_000).fill(5)
const RESULT: ResultBody = {
  state: 'Occluded',
  state_zh: '画面遮挡',
  decode_ms: 1,
  faults: [],
  explained: [],
  learning: false,
  notJudged: []
}
const SETTINGS: KeeperSettings = {
  mode: 'all',
  sampleFps: 1,
  keptPerStream: 1000,
  trimInterval: 1000,
  suffix: false,
  jpegQuality: 85,
  maxPixels: 1e8,
  ackMs: 2000,
  uploadsAtOnce: 4,
  queueBytes: 64 * 1024 * 1024
}

const camera = (stream: string, changes: Partial<CameraSettings> = {}): Camera => ({
  stream,
  settings: { ...DEFAULT_CAMERA_SETTINGS, ...changes }
})

function newKeeper(store: SnapshotStore, changes: Partial<KeeperSettings> = {}): QueuedSnapshotKeeper {
  return new QueuedSnapshotKeeper({ store, settings: { ...SETTINGS, ...changes }, clock: Date.now, log: silentLog })
}

function offerTo(
  keeper: QueuedSnapshotKeeper,
  stream: string,
  ms: number,
  abnormal = true,
  jpeg: Uint8Array = JPEG
): Promise<ObjectReference | null> | null {
  return keeper.offer({ stream, jpeg, receivedAtMs: START_MS + ms, abnormal, result: RESULT })
}

const sleep = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))

describe('QueuedSnapshotKeeper with a folder', () => {
  let folder: string
  let plain: FolderStore
  let keeper: QueuedSnapshotKeeper
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'camera-check-keeper-'))
    plain = new FolderStore(folder)
    use({})
  })
  afterEach(async () => {
    await keeper.close(1000)
    await rm(folder, { recursive: true, force: true })
  })

  const use = (changes: Partial<KeeperSettings>): void => {
    keeper = newKeeper(new FolderStore(folder), changes)
    keeper.start()
  }

  it('gives the reference of a stored frame, and stores the bytes as they were received', async () => {
    keeper.configure([camera('gate/1')])
    const key = formatKey('gate/1', START_MS, false)
    expect(await offerTo(keeper, 'gate/1', 0)).toEqual({
      type: 'frame',
      key,
      minio_object_key: key,
      etag: createHash('md5').update(JPEG).digest('hex'),
      reason: 'all'
    })
    expect(Buffer.from(JPEG).equals(await plain.get(key))).toBe(true)
    expect(keeper.stats()).toEqual({
      stored: 1,
      failed: 0,
      dropped: 0,
      deleted: 0,
      queued: 0,
      queuedBytes: 0,
      inFlight: 0,
      trouble: null,
      pictures: { stored: 0, failed: 0, dropped: 0 }
    })
  })

  it('keeps nothing of streams that are not subscribed, that keep no snapshots, and of frames without bytes', () => {
    keeper.configure([camera('none', { snapshotsKept: 0 }), camera('a')])
    expect(offerTo(keeper, 'stranger', 0)).toBeNull()
    expect(offerTo(keeper, 'none', 0)).toBeNull()
    expect(offerTo(keeper, 'a', 0, true, new Uint8Array(0))).toBeNull()
  })

  it('keeps abnormal frames alone in mode abnormal, under the old name when asked to', async () => {
    await keeper.close(0)
    use({ mode: 'abnormal', suffix: true })
    keeper.configure([camera('a')])
    expect(offerTo(keeper, 'a', 0, false)).toBeNull()
    const reference = await offerTo(keeper, 'a', 1, true)
    expect(reference).toMatchObject({ reason: 'abnormal', key: formatKey('a', START_MS + 1, true) })
  })

  it('samples each stream by itself, and remembers when the next is due over a new subscription', async () => {
    await keeper.close(0)
    use({ mode: 'sample', sampleFps: 1 })
    keeper.configure([camera('a'), camera('b')])
    expect(await offerTo(keeper, 'a', 0)).toMatchObject({ reason: 'sample' })
    expect(await offerTo(keeper, 'b', 100)).toMatchObject({ reason: 'sample' })
    keeper.configure([camera('a', { snapshotsKept: 5 })])
    expect(offerTo(keeper, 'a', 900)).toBeNull()
    expect(await offerTo(keeper, 'a', 1000)).not.toBeNull()
  })

  it('gives frames of the same millisecond different keys', async () => {
    keeper.configure([camera('a')])
    const references = await Promise.all([0, 0, 0, 1].map(ms => offerTo(keeper, 'a', ms)))
    expect(references.map(reference => reference?.key)).toEqual(
      [0, 1, 2, 3].map(ms => formatKey('a', START_MS + ms, false))
    )
  })

  it('keeps the newest of each stream, also after a restart, and trims at once when the number is lowered', async () => {
    keeper.configure([camera('a', { snapshotsKept: 10 }), camera('b')])
    for (let ms = 0; ms < 30; ms++) await Promise.all(['a', 'b'].map(stream => offerTo(keeper, stream, ms)))
    await vi.waitFor(async () => expect(await keysOf(plain, 'a/')).toHaveLength(10), { timeout: 3000 })
    expect((await keysOf(plain, 'a/'))[0]).toBe(formatKey('a', START_MS + 20, false))
    await keeper.close(1000)
    use({ keptPerStream: 7 })
    keeper.configure([camera('a', { snapshotsKept: 4 }), camera('b')])
    await vi.waitFor(async () => expect(await keysOf(plain, 'a/')).toHaveLength(4), { timeout: 3000 })
    await vi.waitFor(async () => expect(await keysOf(plain, 'b/')).toHaveLength(7), { timeout: 3000 })
    keeper.configure([camera('a', { snapshotsKept: 0 }), camera('b')])
    await vi.waitFor(async () => expect(await keysOf(plain, 'a/')).toEqual([]))
    expect(await keysOf(plain, 'b/')).toHaveLength(7)
  })

  it('draws the verdict on the picture when the camera asks for it', async () => {
    const create = { width: 640, height: 360, channels: 3 as const, background: '#888888' }
    const jpeg = await sharp({ create }).jpeg().toBuffer()
    keeper.configure([camera('plain'), camera('drawn', { annotateImages: true })])
    const [plainKey, drawnKey, brokenKey] = await Promise.all(
      [
        offerTo(keeper, 'plain', 0, true, jpeg),
        offerTo(keeper, 'drawn', 0, true, jpeg),
        offerTo(keeper, 'drawn', 1)
      ].map(async reference => (await reference)?.key ?? '')
    )
    expect(Buffer.from(await plain.get(plainKey!)).equals(jpeg)).toBe(true)
    const drawn = await plain.get(drawnKey!)
    expect(Buffer.from(drawn).equals(jpeg)).toBe(false)
    expect(await sharp(drawn).metadata()).toMatchObject({ format: 'jpeg', width: 640, height: 360 })
    expect(Buffer.from(await plain.get(brokenKey!)).equals(Buffer.from(JPEG))).toBe(true)
  })

  it('stores what waits before it closes, and nothing afterwards', async () => {
    keeper.configure([camera('a')])
    for (let ms = 0; ms < 50; ms++) void offerTo(keeper, 'a', ms)
    await keeper.close(5000)
    expect(keeper.stats()).toMatchObject({ stored: 50, dropped: 0, queued: 0, inFlight: 0 })
    expect(await offerTo(keeper, 'a', 60)).toBeNull()
    expect(keeper.stats()).toMatchObject({ stored: 50, dropped: 1 })
  })

  it('counts what the store refuses, and never rejects', async () => {
    await keeper.close(0)
    await rm(folder, { recursive: true, force: true })
    await writeFile(folder, 'a file in the way')
    use({})
    keeper.configure([camera('a')])
    expect(await offerTo(keeper, 'a', 0)).toBeNull()
    expect(keeper.stats()).toMatchObject({ stored: 0, failed: 1, queued: 0, queuedBytes: 0 })
  })
})

describeWithS3('QueuedSnapshotKeeper with an S3 store that hangs, dies and comes back', s3 => {
  let bucket: S3Bucket
  let proxy: TcpProxy
  let keeper: QueuedSnapshotKeeper
  beforeAll(async () => {
    proxy = await TcpProxy.start(s3.host, s3.port)
  })
  afterAll(() => proxy.close())
  beforeEach(() => {
    bucket = new S3Bucket(s3)
  })
  afterEach(async () => {
    await proxy.resume()
    await keeper.close(1000)
    await bucket.destroy()
  })

  const use = (changes: Partial<KeeperSettings> = {}): void => {
    const store = new S3Store(bucket.options({ endpoint: `127.0.0.1:${proxy.port}`, timeoutMs: 1000 }))
    keeper = newKeeper(store, { ackMs: 200, queueBytes: 1024 * 1024, ...changes })
    keeper.start()
    keeper.configure([camera('a')])
  }
  const sum = (): number => {
    const { stored, failed, dropped, queued, inFlight } = keeper.stats()
    return stored + failed + dropped + queued + inFlight
  }
  /** Warm connections, and a bucket. */
  const settle = (): Promise<void> =>
    vi.waitFor(
      async () => {
        expect(await offerTo(keeper, 'a', -Math.ceil(Math.random() * 1e9))).not.toBeNull()
      },
      { timeout: 10_000, interval: 100 }
    )

  it('returns promptly while the store hangs for three seconds, bounded, and recovers with counts that add up', async () => {
    use()
    await settle()
    const before = sum()
    proxy.pause()
    const waitsMs: number[] = []
    for (let i = 0; i < 60; i++) {
      const offeredAt = performance.now()
      expect(await offerTo(keeper, 'a', i)).toBeNull()
      waitsMs.push(performance.now() - offeredAt)
      expect(keeper.stats().queuedBytes).toBeLessThanOrEqual(1024 * 1024)
      await sleep(50)
    }
    // One result waits for SNAPSHOT_ACK_MS; then it is known that the store is slow.
    expect(waitsMs.filter(ms => ms > 50)).toHaveLength(1)
    expect(waitsMs[0]).toBeLessThan(400)
    expect(keeper.stats().dropped).toBeGreaterThan(0)
    expect(sum() - before).toBe(60)
    await proxy.resume()
    await vi.waitFor(() => expect(keeper.stats()).toMatchObject({ queued: 0, inFlight: 0 }), { timeout: 15_000 })
    expect(sum() - before).toBe(60)
    expect(keeper.stats().failed).toBe(0)
    // Nothing that counts as stored is missing. There may be more: a request whose answer came too late was carried out.
    const names = await bucket.names()
    expect(names.length).toBeGreaterThanOrEqual(keeper.stats().stored)
    expect(names).toContain(formatKey('a', START_MS + 59, false))
    // Results carry references again.
    await settle()
  })

  it('stores everything that fits into the queue once a store that refused connections is back', async () => {
    use()
    await settle()
    const before = keeper.stats().stored
    await proxy.refuse()
    const offers = Array.from({ length: 10 }, (_, i) => offerTo(keeper, 'a', i))
    expect((await Promise.all(offers)).every(reference => reference === null)).toBe(true)
    await sleep(500)
    expect(keeper.stats()).toMatchObject({ stored: before, dropped: 0, failed: 0 })
    await proxy.resume()
    await vi.waitFor(() => expect(keeper.stats().stored).toBe(before + 10), { timeout: 15_000 })
  })

  it('starts while the store is down, and makes the bucket when it comes up', async () => {
    await proxy.refuse()
    use()
    expect(await offerTo(keeper, 'a', 0)).toBeNull()
    await sleep(100)
    await proxy.resume()
    await vi.waitFor(() => expect(keeper.stats()).toMatchObject({ stored: 1, queued: 0 }), { timeout: 10_000 })
    expect(await bucket.names()).toEqual([formatKey('a', START_MS, false)])
  })

  it('closes within its deadline while the store hangs, and counts what is lost', async () => {
    use()
    await settle()
    const before = sum()
    proxy.pause()
    for (let i = 0; i < 10; i++) void offerTo(keeper, 'a', i)
    const closing = performance.now()
    await keeper.close(500)
    expect(performance.now() - closing).toBeLessThan(900)
    expect(sum() - before).toBe(10)
    expect(keeper.stats()).toMatchObject({ dropped: 10, queued: 0, inFlight: 0 })
  })

  it('trims by number on S3', async () => {
    use({ keptPerStream: 5 })
    await settle()
    await Promise.all(Array.from({ length: 20 }, (_, i) => offerTo(keeper, 'a', i)))
    await vi.waitFor(
      async () =>
        expect((await bucket.names()).map(name => Number(name.slice(-17, -4)) - START_MS)).toEqual([
          15, 16, 17, 18, 19
        ]),
      { timeout: 5000, interval: 100 }
    )
  })
})
