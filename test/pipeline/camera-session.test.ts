import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { decodeJpeg } from '../../src/codec/decode.ts'
import type { DecoderName } from '../../src/codec/decode-result.ts'
import { PlanePool } from '../../src/codec/plane-pool.ts'
import { BytePool } from '../../src/lib/byte-pool.ts'
import { silentLog } from '../../src/lib/log.ts'
import { type CameraSettings, DEFAULT_CAMERA_SETTINGS } from '../../src/model/camera.ts'
import type { ObjectReference, ResultMessage } from '../../src/model/result-message.ts'
import { frameOfEntry } from '../../src/pipeline/capture/stream-entry.ts'
import { CameraSession } from '../../src/pipeline/camera-session.ts'
import type { CameraSessionContext, SessionResult } from '../../src/pipeline/session-context.ts'
import type { CameraReport } from '../../src/model/camera-state.ts'
import { EMPTY_PROFILE } from '../../src/model/camera-profile.ts'
import { FrameShelf } from '../../src/pipeline/frame-shelf.ts'
import { MeasureScratch } from '../../src/pipeline/detect/measure-scratch.ts'
import { NO_SNAPSHOTS } from '../../src/pipeline/snapshots/no-snapshots.ts'
import type { IncidentPictureOffer, SnapshotOffer } from '../../src/pipeline/snapshots/snapshot-keeper.ts'
import { checkedJpeg, flatJpeg } from '../pictures.ts'

const WIDTH = 320
const HEIGHT = 180

const checks = (level: number, shiftPx = 0) => checkedJpeg(WIDTH, HEIGHT, level, shiftPx)
const flat = (level: number) => flatJpeg(WIDTH, HEIGHT, level)

/** Counts the memory that it had to make. */
class CountingPool extends PlanePool {
  made = 0
  readonly #seen = new Set<ArrayBuffer>()

  override take(bytes: number): ArrayBuffer {
    const buffer = super.take(bytes)
    if (!this.#seen.has(buffer)) this.made++
    this.#seen.add(buffer)
    return buffer
  }
}

describe('camera session', () => {
  let nowMs: number
  let results: SessionResult[]
  let failures: object[]
  let offers: SnapshotOffer[]
  let stored: (offer: SnapshotOffer) => Promise<ObjectReference | null> | null
  let session: CameraSession
  let sequence: number
  let decoders: DecoderName[]
  let pool: CountingPool
  let frameMemory: BytePool
  let analysisMaxFps: number
  let reports: CameraReport[]
  let pictures: IncidentPictureOffer[]
  let shelf: FrameShelf

  const context = (): CameraSessionContext => ({
    epoch: 7,
    decode: jpeg => decodeJpeg(jpeg, { maxBytes: 1e7, maxPixels: 1e7 }, pool),
    pool,
    scratch: new MeasureScratch(),
    keeper: {
      ...NO_SNAPSHOTS,
      offer: offer => {
        offers.push(offer)
        return stored(offer)
      }
    },
    publish: result => results.push(result),
    onStage: () => undefined,
    onDecoded: decoder => decoders.push(decoder),
    frameMemory,
    onUndecodable: () => undefined,
    analysisMaxFps,
    streamGapMs: 2000,
    firstFrameMs: 10_000,
    timeZone: 'UTC',
    tell: {
      shelf,
      keeper: {
        keepPicture: (picture, done) => {
          pictures.push(picture)
          done()
          return true
        }
      },
      report: report => reports.push(report),
      picture: () => undefined,
      reopenWindowMs: 60_000
    },
    clock: () => nowMs,
    log: { ...silentLog, error: fields => failures.push(fields) }
  })
  const open = (settings: Partial<CameraSettings> = {}) =>
    new CameraSession({ stream: 'gate', settings: { ...DEFAULT_CAMERA_SETTINGS, ...settings } }, context(), nowMs)

  async function see(
    jpeg: Buffer | null,
    meta = '{"ts1":"2026-01-05T07:59:59.990Z","ts2":"2026-01-05T07:59:59.996Z"}'
  ) {
    sequence++
    const parts = { stream: 'gate', cursor: `${nowMs}-${sequence}`, addedAtMs: nowMs, receivedAtMs: nowMs, jpeg }
    const frame = frameOfEntry({ ...parts, meta: Buffer.from(meta) }, 1e7)
    session.arrived(frame)
    if (session.admits(frame)) await session.process(frame)
    await session.settled()
    nowMs += 100
  }
  const messages = (): ResultMessage[] => results.map(result => JSON.parse(result.text))
  const states = () => messages().map(message => message.data.result.state)
  const last = () => messages().at(-1)!.data

  beforeEach(() => {
    nowMs = Date.UTC(2026, 0, 5, 8)
    results = []
    failures = []
    offers = []
    stored = () => null
    sequence = 0
    decoders = []
    pool = new CountingPool(1 << 20)
    frameMemory = new BytePool(1 << 20)
    analysisMaxFps = 0
    reports = []
    pictures = []
    shelf = new FrameShelf(1e6, () => undefined)
    session = open()
  })

  afterEach(() => expect(failures).toEqual([]))

  it('gives the bytes of a frame back once nobody needs them: not while its snapshot waits, but after a cooldown too', async () => {
    // Bytes behind the end of the picture make it large enough for the pool, and no decoder minds.
    const jpeg = Buffer.concat([await checks(200), Buffer.alloc(20_000)])
    const arrived = () => {
      const bytes = frameMemory.take(jpeg.length)
      jpeg.copy(bytes)
      return bytes
    }
    const isBack = (bytes: Buffer) => frameMemory.take(jpeg.length).buffer === bytes.buffer
    const analysed = arrived()
    await see(analysed)
    expect(isBack(analysed)).toBe(true)

    stored = async () => null
    const kept = arrived()
    await see(kept)
    expect(isBack(kept)).toBe(false)

    stored = () => null
    session = open({ cooldownMs: 1000 })
    await see(await flat(0))
    const cooling = arrived()
    await see(cooling)
    expect(last().result.state).not.toBe('Normal')
    expect(isBack(cooling)).toBe(true)
  })

  it('tells a healthy picture with its edge ratio, size, times and epoch', async () => {
    await see(await checks(200))
    const message = messages()[0]!
    expect(message.epoch).toBe(7)
    expect(message.data).toMatchObject({ stream: 'gate', ts_wall: null, shape: [HEIGHT, WIDTH, 3] })
    expect(message.data.result).toMatchObject({
      state: 'Normal',
      state_zh: '正常',
      faults: [],
      explained: [],
      learning: true
    })
    expect(message.data.result.edge_ratio).toBeGreaterThan(2)
    expect(message.data.timing).toMatchObject({
      ts1: '2026-01-05T07:59:59.990Z',
      ts2: '2026-01-05T07:59:59.996Z',
      ts3: '2026-01-05T08:00:00.000Z',
      lat_ms: { cap: 6, queue: 4 }
    })
    expect(message.data.obj_refs).toBeUndefined()
  })

  it('tells black, covered and shaken pictures with their measures, and recovery at once', async () => {
    const jpegs = [await checks(200), await flat(4), await checks(250), await checks(250, 16), await flat(120)]
    for (const jpeg of jpegs) await see(jpeg)
    expect(states()).toEqual(['Normal', 'Black Screen', 'Normal', 'Tampered (Violent Motion)', 'Occluded'])
    const [, black, , shaken, occluded] = messages().map(message => message.data.result)
    expect(black!.faults[0]).toMatchObject({
      kind: 'black',
      limit: 15,
      unit: 'levels',
      since: '2026-01-05T08:00:00.100Z'
    })
    expect(shaken!.diff_mean).toBeGreaterThan(10)
    expect(shaken!.high_diff_ratio).toBeGreaterThan(0.15)
    expect(shaken!.roi_ratio).toBe(1)
    expect(occluded!.edge_ratio).toBe(0)
    expect(occluded!.explained).toEqual(['shaken'])
  })

  it('takes the settings of the camera', async () => {
    session = open({ blackMeanLevels: 1, edge: { low: 50, high: 150, minRatio: 0 } })
    await see(await flat(4))
    session.configure({ ...DEFAULT_CAMERA_SETTINGS, blackMeanLevels: 60 })
    await see(await flat(50))
    expect(states()).toEqual(['Normal', 'Black Screen'])
  })

  it.each([
    ['no jpeg field', null, /no field "jpeg"/],
    ['no bytes', Buffer.alloc(0), /no bytes/],
    ['text', Buffer.from('hello, this is no picture'), /JPEG/]
  ])('names what is wrong with %s, in both languages', async (_, bytes, error) => {
    await see(await checks(200))
    await see(bytes)
    expect(last().result).toMatchObject({ state: 'Error', state_zh: '错误', error: expect.stringMatching(error) })
    expect(last().result.error_zh).toBeTruthy()
    expect(last().result.faults[0]?.kind).toBe('undecodable')
    await see(await checks(200))
    expect(last().result.state).toBe('Normal')
  })

  it('says why a meta could not be read, and judges the frame all the same', async () => {
    await see(await checks(200), 'no json')
    expect(last().result).toMatchObject({ state: 'Normal', meta_error: expect.stringMatching(/not JSON/) })
    expect(last().timing).toMatchObject({ ts1: null, ts2: null, lat_ms: { cap: null, queue: null, end2end: null } })
  })

  it('leaves a camera alone for its cooldown after an abnormal result, and counts what it left out', async () => {
    session = open({ cooldownMs: 250 })
    for (let i = 0; i < 5; i++) await see(await flat(4))
    expect(states()).toEqual(['Black Screen', 'Black Screen'])
    expect(last().result.dropped).toEqual({ overload: 0, trimmed: 0, cooldown: 2 })
    expect(session.totals()).toMatchObject({ analysed: 2, cooldown: 3 })
  })

  it('ends a rest when a shorter one is set, and does not wait for what was set before', async () => {
    session = open({ cooldownMs: 86_400_000 })
    for (let i = 0; i < 3; i++) await see(await flat(4))
    expect(states()).toEqual(['Black Screen'])
    session.configure({ ...DEFAULT_CAMERA_SETTINGS, cooldownMs: 0 })
    await see(await checks(200))
    expect(last().result).toMatchObject({ dropped: { cooldown: 2 } })
  })

  it('is silent about silence that is turned off, and tells it again when it is turned on', async () => {
    session = open({ faults: { 'stream-gap': { sensitivity: 'off' } } })
    await see(await checks(200))
    for (let s = 1; s <= 10; s++) session.tick(nowMs + s * 1000, 0)
    await session.settled()
    expect(states()).toEqual(['Normal'])
    session.configure(DEFAULT_CAMERA_SETTINGS)
    session.tick(nowMs + 11_000, 0)
    await session.settled()
    expect(states()).toEqual(['Normal', 'No Frames'])
  })

  it('says Error of a frame that gave no picture, but raises nothing, where that is turned off', async () => {
    session = open({ faults: { undecodable: { sensitivity: 'off' } } })
    const whole = await checks(200)
    for (let i = 0; i < 5; i++) await see(whole.subarray(0, whole.length / 2))
    expect(states()).toEqual(Array(5).fill('Error'))
    expect(last().result).toMatchObject({ faults: [], error: expect.stringMatching(/cut off|ends after/) })
    expect(reports.flatMap(({ faults }) => faults)).toEqual([])
  })

  it('tells dropped frames once, in the next result', async () => {
    session.droppedFrames(3)
    session.lostFrames(2)
    await see(await checks(200))
    await see(await checks(200))
    expect(messages().map(message => message.data.result.dropped)).toEqual([
      { overload: 3, trimmed: 2, cooldown: 0 },
      undefined
    ])
    expect(session.performance().dropped).toEqual({ overload: 3, trimmed: 2, cooldown: 0 })
  })

  it('does not decode the bytes of the frame before again, and judges them all the same', async () => {
    const black = await flat(4)
    for (const jpeg of [await checks(200), black, Buffer.from(black), black, await checks(200)]) await see(jpeg)
    expect(states().slice(0, 4)).toEqual(['Normal', 'Black Screen', 'Black Screen', 'Black Screen'])
    expect(decoders).toEqual(['own', 'own', 'own'])
    expect(session.totals()).toMatchObject({ analysed: 5, identical: 2 })
    expect(messages().map(message => message.data.shape)).toEqual(Array(5).fill([HEIGHT, WIDTH, 3]))
    expect(messages()[2]!.data.result.decode_ms).toBeLessThan(0.5)
  })

  it('takes a picture that comes out of black for no violence', async () => {
    for (const jpeg of [await flat(4), await checks(250)]) await see(jpeg)
    expect(states()).toEqual(['Black Screen', 'Normal'])
    expect(last().result.notJudged).toContainEqual({ kind: 'shaken', reason: 'the frame before was black' })
  })

  it('sees no change in a frame that came twice, whatever the change before it was', async () => {
    await see(await checks(250))
    const other = await checks(250, 16)
    for (let i = 0; i < 10; i++) await see(other)
    expect(states()[1]).toBe('Tampered (Violent Motion)')
    expect(states().at(-1)).toBe('Normal')
    expect(decoders).toHaveLength(2)
  })

  it('names the same fault for the same damaged bytes without decoding them', async () => {
    const whole = await checks(200)
    const damaged = whole.subarray(0, whole.length * 0.6)
    for (let i = 0; i < 3; i++) await see(damaged)
    expect(states()).toEqual(['Error', 'Error', 'Error'])
    expect(decoders).toHaveLength(1)
    expect(last().result.error).toBe(messages()[0]!.data.result.error)
  })

  it('decodes the same bytes again when other edges are asked for, and after a silence', async () => {
    const jpeg = await checks(200)
    for (let i = 0; i < 2; i++) await see(jpeg)
    session.configure({ ...DEFAULT_CAMERA_SETTINGS, edge: { low: 2000, high: 2040, minRatio: 0.02 } })
    for (let i = 0; i < 2; i++) await see(jpeg)
    expect(states()).toEqual(['Normal', 'Normal', 'Occluded', 'Occluded'])
    expect(decoders).toHaveLength(2)
    nowMs += 10_000
    session.tick(nowMs, 0)
    await see(jpeg)
    expect(decoders).toHaveLength(3)
  })

  it('tells entries without bytes apart, though they are equally empty', async () => {
    await see(null)
    await see(Buffer.alloc(0))
    expect(messages().map(message => message.data.result.error)).toEqual([
      expect.stringMatching(/no field "jpeg"/),
      expect.stringMatching(/no bytes/)
    ])
    expect(session.totals().identical).toBe(0)
  })

  it('leaves out frames above its pace without taking them for lost or the camera for silent', async () => {
    analysisMaxFps = 5
    session = open()
    const jpegs = [await checks(200), await checks(190)]
    for (let i = 0; i < 20; i++) await see(jpegs[i % 2]!)
    expect(messages()).toHaveLength(10)
    expect(messages().every(message => message.data.result.dropped === undefined)).toBe(true)
    const skipped = messages().reduce((sum, message) => sum + (message.data.result.skipped ?? 0), 0)
    expect(session.totals()).toMatchObject({ analysed: 10, skipped: 10 })
    expect(session.performance()).toMatchObject({ skipped: 10, dropped: { overload: 0, trimmed: 0, cooldown: 0 } })
    expect([9, 10]).toContain(skipped)
    session.tick(nowMs + 1500, 0)
    expect(results).toHaveLength(10)
  })

  it('makes no memory for pictures once it has seen one', async () => {
    const jpegs = [await checks(200), await checks(190), await checks(180)]
    for (const jpeg of jpegs) await see(jpeg)
    const made = pool.made
    for (let i = 0; i < 20; i++) await see(jpegs[i % 3]!)
    expect(decoders).toHaveLength(23)
    expect(pool.made).toBe(made)
    // Planes and block figures of the picture at hand.
    expect(made).toBe(2)
  })

  it('tells a silent camera once at its limit and then once a second, without a picture', async () => {
    await see(await checks(200))
    const lastFrameMs = nowMs - 100
    for (nowMs = lastFrameMs; nowMs <= lastFrameMs + 4000; nowMs += 200) session.tick(nowMs, 0)
    const gaps = messages().slice(1)
    expect(gaps.map(gap => gap.data.result.state)).toEqual(['No Frames', 'No Frames', 'No Frames'])
    expect(gaps[0]!.data).toMatchObject({ shape: null, ts_wall: null, timing: { ts1: null, ts3: null } })
    expect(gaps[0]!.data.result.faults[0]).toMatchObject({ kind: 'stream-gap', value: 2000, limit: 2000, unit: 'ms' })
    await see(await checks(200))
    expect(last().result.state).toBe('Normal')
  })

  it('takes no silence for a fault while nobody could have heard the camera', async () => {
    await see(await checks(200))
    session.tick(nowMs + 60_000, nowMs + 59_000)
    expect(results).toHaveLength(1)
    session.tick(nowMs + 61_100, nowMs + 59_000)
    expect(states().at(-1)).toBe('No Frames')
  })

  it('gives a camera that never sent a frame more time', () => {
    session.tick(nowMs + 9999, 0)
    expect(results).toHaveLength(0)
    session.tick(nowMs + 10_000, 0)
    expect(states()).toEqual(['No Frames'])
  })

  it('carries the reference of a stored frame, and keeps later results behind it', async () => {
    const reference = { type: 'frame', key: 'k', minio_object_key: 'k', etag: 'e', reason: 'abnormal' } as const
    let release: (reference: ObjectReference) => void = () => undefined
    stored = () => (offers.length === 1 ? new Promise(resolve => (release = resolve)) : null)
    const [black, healthy] = [await flat(4), await checks(200)]
    const first = see(black)
    await new Promise(resolve => setTimeout(resolve, 50))
    const second = see(healthy)
    await new Promise(resolve => setTimeout(resolve, 50))
    expect(results).toHaveLength(0)
    release(reference)
    await Promise.all([first, second])
    expect(messages().map(message => message.data.obj_refs)).toEqual([[reference], undefined])
    expect(results.map(result => result.cursor?.split('-')[1])).toEqual(['1', '2'])
    expect(offers.map(offer => offer.abnormal)).toEqual([true, false])
  })

  describe('tells of itself', () => {
    const kinds = () => reports.map(({ faults }) => faults.map(({ kind }) => kind).join())

    it('when its faults change, and once a second while there are any', async () => {
      for (let i = 0; i < 20; i++) await see(await checks(190 + i))
      const before = reports.length
      for (let i = 0; i < 25; i++) await see(await flat(2 + (i & 1)))
      const told = reports.slice(before).filter(({ faults }) => faults.length > 0)
      expect(told.length).toBeGreaterThanOrEqual(2)
      expect(told.length).toBeLessThanOrEqual(6)
      expect(told[0]).toMatchObject({
        stream: 'gate',
        judged: true,
        shape: [HEIGHT, WIDTH, 3],
        faults: [{ kind: 'black', why: expect.stringMatching(/almost black/), whyZh: expect.stringMatching(/全黑/) }]
      })
      for (let i = 0; i < 10; i++) await see(await checks(200 + i))
      expect(reports.at(-1)?.faults).toEqual([])
    })

    it('with the pictures of its faults, unless it is in maintenance', async () => {
      await see(await checks(200))
      await see(await flat(2))
      expect(pictures.map(({ key }) => key)).toEqual([
        expect.stringMatching(/^\.incidents\/gate\/\d{13}_before-black\.jpg$/),
        expect.stringMatching(/^\.incidents\/gate\/\d{13}_first-black\.jpg$/)
      ])
      session.setProfile({ ...EMPTY_PROFILE, maintenanceUntilMs: nowMs + 60_000 })
      pictures.length = 0
      await see(await flat(3))
      await see(await checks(200))
      expect(pictures).toEqual([])
      nowMs += 120_000
      session.tick(nowMs, nowMs)
      await see(await flat(2))
      expect(pictures.map(({ key }) => key.split('_')[1])).toEqual(['before-black.jpg', 'first-black.jpg'])
    })

    it('that it is not judged outside of its hours, and then it is neither judged nor silent', async () => {
      // It is Monday, eight o'clock.
      session.setProfile({ ...EMPTY_PROFILE, schedule: [{ days: [1], from: '08:00', to: '09:00' }] })
      expect(reports.at(-1)).toMatchObject({ judged: false, faults: [] })
      await see(await flat(2))
      nowMs += 60_000
      session.tick(nowMs, 0)
      expect(results).toEqual([])
      expect(shelf.want('gate', nowMs)).not.toBeNull()
      nowMs += 3_600_000
      session.tick(nowMs, nowMs)
      await see(await flat(2))
      expect(kinds().at(-1)).toBe('black')
    })
  })

  describe('is judged by what people have set for it', () => {
    it('from when it counts as silent', async () => {
      await see(await checks(200))
      session.setProfile({ ...EMPTY_PROFILE, gapLimitS: 30 })
      session.tick(nowMs + 29_000, 0)
      expect(states()).toEqual(['Normal'])
      session.tick(nowMs + 31_000, 0)
      expect(states()).toEqual(['Normal', 'No Frames'])
    })

    it('how many frames are judged', async () => {
      session.setProfile({ ...EMPTY_PROFILE, analysisMaxFps: 2 })
      for (let i = 0; i < 20; i++) await see(await checks(100 + i))
      expect(results.length).toBeGreaterThanOrEqual(4)
      expect(results.length).toBeLessThanOrEqual(6)
      session.setProfile(null)
      const before = results.length
      for (let i = 0; i < 5; i++) await see(await checks(100 + i))
      expect(results.length).toBe(before + 5)
    })

    it('which faults, how readily and how fast', async () => {
      session.setProfile({ ...EMPTY_PROFILE, faults: { black: { sensitivity: 'off' } } })
      await see(await flat(2))
      expect(last().result.faults.map(({ kind }) => kind)).not.toContain('black')
      session.setProfile({ ...EMPTY_PROFILE, faults: { black: { raiseAfterS: 1 } } })
      const seen: string[] = []
      for (let i = 0; i < 14; i++) {
        await see(await flat(2 + (i & 1)))
        seen.push(last().result.state)
      }
      expect(seen.slice(0, 8)).not.toContain('Black Screen')
      expect(seen.at(-1)).toBe('Black Screen')
    })
  })
})
