import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ResultBody } from '../../src/model/result-message.ts'
import { checkedJpeg, drawnJpeg, flatJpeg } from '../pictures.ts'
import { type ResultListener, RunningService } from '../servers/running-service.ts'
import { PATIENT } from '../servers/service-environment.ts'

const WIDTH = 320
const HEIGHT = 240
const TAMPERED = 'Tampered (Violent Motion)'

/** Upright edges: each is one of 320 columns, so six are 1.88 % of the picture and eight 2.5 %. */
const edgesJpeg = (count: number) => drawnJpeg(WIDTH, HEIGHT, x => (Math.min(x >> 4, count) % 2 === 1 ? 180 : 60))

/** A chequered picture that is brighter by some levels, in a share of its width counted from the left. */
const brighterJpeg = (levels: number, share = 1) =>
  drawnJpeg(WIDTH, HEIGHT, (x, y) => ((x >> 4) % 2 === (y >> 4) % 2 ? 60 : 160) + (x < WIDTH * share ? levels : 0))

describe('wire contract, fields of subscribe', () => {
  let service: RunningService
  let listener: ResultListener
  let nextCamera = 1

  beforeAll(async () => {
    service = await RunningService.start({ ...PATIENT, MINIO_SAVE_MODE: 'all' })
    listener = await service.listen()
  })
  afterAll(() => service?.dispose())

  const newCamera = () => `camera-${nextCamera++}`

  async function subscribe(body: object): Promise<void> {
    const answer = await service.post('/pushhub/subscribe', body)
    expect(answer).toMatchObject({ status: 200, body: { ok: true } })
  }

  /** Subscribes a new camera with some settings, shows it pictures, and gives the result of the last. */
  async function judged(settings: object, ...pictures: Buffer[]): Promise<ResultBody> {
    const stream = newCamera()
    await subscribe({ streams: [stream], ...settings })
    return shown(stream, ...pictures)
  }

  async function shown(stream: string, ...pictures: Buffer[]): Promise<ResultBody> {
    const before = listener.of(stream).length
    for (const picture of pictures) expect(await service.postFrame(stream, picture, {})).toBe(202)
    return (await listener.count(stream, before + pictures.length)).at(-1)!.data.result
  }

  const storedOf = async (stream: string): Promise<string[]> =>
    (await readdir(join(service.dataDir, 'snapshots', stream)).catch(() => [])).sort()
  const storedBytes = async (stream: string): Promise<Buffer> =>
    readFile(join(service.dataDir, 'snapshots', stream, (await storedOf(stream))[0]!))

  it('"streams: list of names": each once, in the order given', async () => {
    const { body } = await service.post('/pushhub/subscribe', { streams: ['z', 'a', 'z'] })
    expect(body.subscribed).toEqual(['z', 'a'])
  })

  it('"streams: required"', async () => {
    const { status, body } = await service.post('/pushhub/subscribe', { current_threshold: 15 })
    expect({ status, error: body.error }).toEqual({ status: 400, error: expect.stringContaining('streams') })
  })

  it('"an empty list unsubscribes all"', async () => {
    await subscribe({ streams: ['gone'] })
    await subscribe({ streams: [] })
    expect(await service.postFrame('gone', await checkedJpeg(64, 48))).toBe(404)
    expect((await service.get('/pushhub/metrics/performance')).body.streams).toEqual([])
  })

  it('"current_threshold: mean luma under which the picture is a black screen"', async () => {
    const dim = await flatJpeg(WIDTH, HEIGHT, 40)
    expect((await judged({ current_threshold: 41 }, dim)).state).toBe('Black Screen')
    expect((await judged({ current_threshold: 39 }, dim)).state).not.toBe('Black Screen')
  })

  it('"current_threshold: 15 when left out"', async () => {
    expect((await judged({}, await flatJpeg(WIDTH, HEIGHT, 14))).state).toBe('Black Screen')
    expect((await judged({}, await flatJpeg(WIDTH, HEIGHT, 16))).state).not.toBe('Black Screen')
  })

  it('"edge_params {low, high}: Canny thresholds"', async () => {
    const faint = await drawnJpeg(WIDTH, HEIGHT, (x, y) => ((x >> 4) % 2 === (y >> 4) % 2 ? 100 : 112))
    expect(await judged({}, faint)).toMatchObject({ state: 'Occluded', edge_ratio: 0 })
    const sensitive = await judged({ edge_params: { low: 10, high: 20 } }, faint)
    expect(sensitive.state).toBe('Normal')
    expect(sensitive.edge_ratio).toBeGreaterThan(2)
    expect(await judged({ edge_params: { low: 10, high: 200 } }, faint)).toMatchObject({ edge_ratio: 0 })
  })

  it('"edge_params {min_ratio}: the least ratio (0-1) of edge pixels; below it: occluded"', async () => {
    const picture = await edgesJpeg(8)
    expect(await judged({ edge_params: { min_ratio: 0.024 } }, picture)).toMatchObject({
      state: 'Normal',
      edge_ratio: 2.5
    })
    expect((await judged({ edge_params: { min_ratio: 0.026 } }, picture)).state).toBe('Occluded')
  })

  it('"edge_params: 50, 150 and 0.02 when left out"', async () => {
    const spelt = { edge_params: { low: 50, high: 150, min_ratio: 0.02 } }
    for (const [picture, state] of [
      [await edgesJpeg(6), 'Occluded'],
      [await edgesJpeg(8), 'Normal']
    ] as const) {
      const left = await judged({}, picture)
      const given = await judged(spelt, picture)
      const part = await judged({ edge_params: {} }, picture)
      expect([left.state, given.state, part.state]).toEqual([state, state, state])
      expect([given.edge_ratio, part.edge_ratio]).toEqual([left.edge_ratio, left.edge_ratio])
    }
  })

  it('"tamper_params {diff_threshold}: tampered when its mean > diff_threshold"', async () => {
    const pictures = [await brighterJpeg(0), await brighterJpeg(20)]
    expect((await judged({ tamper_params: { diff_threshold: 19 } }, ...pictures)).state).toBe(TAMPERED)
    expect((await judged({ tamper_params: { diff_threshold: 21 } }, ...pictures)).state).toBe('Normal')
  })

  it('"tamper_params {high_ratio}: and the ratio of pixels over 25 is > high_ratio"', async () => {
    // 90 levels over a fifth of the width: the mean is 18, and 20 % of the pixels are over 25.
    const pictures = [await brighterJpeg(0), await brighterJpeg(90, 0.2)]
    const wideOff = { roi_diff_threshold: 255 }
    expect((await judged({ tamper_params: { ...wideOff, high_ratio: 0.19 } }, ...pictures)).state).toBe(TAMPERED)
    expect((await judged({ tamper_params: { ...wideOff, high_ratio: 0.22 } }, ...pictures)).state).toBe('Normal')
  })

  it('"tamper_params {roi_diff_threshold}: or more than half of the 3x3 regions have a mean over it"', async () => {
    const pictures = [await brighterJpeg(0), await brighterJpeg(20)]
    expect((await judged({ tamper_params: { roi_diff_threshold: 19 } }, ...pictures)).state).toBe(TAMPERED)
    expect((await judged({ tamper_params: { roi_diff_threshold: 21 } }, ...pictures)).state).toBe('Normal')
  })

  it('"tamper_params: diff_threshold (10.0), high_ratio (0.15), roi_diff_threshold (8.0)" when left out', async () => {
    const before = await brighterJpeg(0)
    const stateAfter = async (after: Buffer, tamper: object) =>
      (await judged({ tamper_params: tamper }, before, after)).state
    expect(await stateAfter(await brighterJpeg(9), {})).toBe('Normal')
    expect(await stateAfter(await brighterJpeg(11), {})).toBe(TAMPERED)
    const only = { diff_threshold: 1, roi_diff_threshold: 255 }
    expect(await stateAfter(await brighterJpeg(90, 0.1), only)).toBe('Normal')
    expect(await stateAfter(await brighterJpeg(90, 0.2), only)).toBe(TAMPERED)
    expect(await stateAfter(await brighterJpeg(7), { diff_threshold: 1 })).toBe('Normal')
    expect(await stateAfter(await brighterJpeg(9), { diff_threshold: 1 })).toBe(TAMPERED)
  })

  it('"intrusion_cooldown_seconds: a number": after an abnormal result the stream is not analysed for so long', async () => {
    const [black, clear] = [await flatJpeg(WIDTH, HEIGHT, 0), await checkedJpeg(WIDTH, HEIGHT)]
    const stream = newCamera()
    await subscribe({ streams: [stream], intrusion_cooldown_seconds: 1.5 })
    expect((await shown(stream, black)).state).toBe('Black Screen')
    const blackAt = performance.now()
    for (let i = 0; i < 3; i++) await service.postFrame(stream, clear)
    const next = await postUntilResult(stream, clear)
    expect(performance.now() - blackAt).toBeGreaterThan(1300)
    expect(next.dropped?.cooldown).toBeGreaterThanOrEqual(3)
    expect(next.state).toBe('Normal')
  })

  it('"intrusion_cooldown_seconds: or {stream: number}": streams that are not named have none', async () => {
    const black = await flatJpeg(WIDTH, HEIGHT, 0)
    const [rests, works] = [newCamera(), newCamera()]
    await subscribe({ streams: [rests, works], intrusion_cooldown_seconds: { [rests]: 3600 } })
    await shown(rests, black)
    for (let i = 0; i < 3; i++) await service.postFrame(rests, black)
    const results = await shown(works, black, black, black)
    expect(results).not.toHaveProperty('dropped')
    expect(listener.of(rests)).toHaveLength(1)
    const { body } = await service.get(`/pushhub/metrics/performance/${rests}`)
    expect(body.dropped).toMatchObject({ cooldown: 3 })
  })

  it('"intrusion_cooldown_seconds" does not rest after a Normal result, and there is none when left out', async () => {
    const clear = await checkedJpeg(WIDTH, HEIGHT)
    await judged({ intrusion_cooldown_seconds: 3600 }, clear, clear, clear)
    const black = await flatJpeg(WIDTH, HEIGHT, 0)
    await judged({}, black, black, black)
  })

  it('"minio_storage_per_stream: a number: how many snapshots to keep for a stream"', async () => {
    const stream = newCamera()
    await subscribe({ streams: [stream], minio_storage_per_stream: 3 })
    const picture = await checkedJpeg(WIDTH, HEIGHT)
    await shown(stream, picture, picture, picture, picture, picture)
    const keys = listener.of(stream).map(({ data }) => data.obj_refs?.[0]?.key.split('/')[1])
    await expect.poll(() => storedOf(stream), { timeout: 10_000 }).toEqual(keys.slice(-3))
  })

  it('"minio_storage_per_stream: or {stream: number}": streams that are not named take the service\'s number', async () => {
    const [few, many] = [newCamera(), newCamera()]
    await subscribe({ streams: [few, many], minio_storage_per_stream: { [few]: 1 } })
    const picture = await checkedJpeg(WIDTH, HEIGHT)
    await shown(many, picture, picture, picture)
    await shown(few, picture, picture, picture)
    await expect.poll(() => storedOf(few), { timeout: 10_000 }).toHaveLength(1)
    expect(await storedOf(many)).toHaveLength(3)
  })

  it('"minio_storage_per_stream: 0 stores none"', async () => {
    const [none, some] = [newCamera(), newCamera()]
    await subscribe({ streams: [none, some], minio_storage_per_stream: { [none]: 0 } })
    const picture = await checkedJpeg(WIDTH, HEIGHT)
    await shown(none, picture, picture)
    await shown(some, picture)
    expect(await storedOf(some)).toHaveLength(1)
    expect(await storedOf(none)).toEqual([])
    expect(listener.of(none).map(({ data }) => data.obj_refs)).toEqual([undefined, undefined])
  })

  it('"minio_storage_per_stream: Lowering it trims"', async () => {
    const stream = newCamera()
    await subscribe({ streams: [stream], minio_storage_per_stream: 5 })
    const picture = await checkedJpeg(WIDTH, HEIGHT)
    await shown(stream, picture, picture, picture, picture)
    const before = await storedOf(stream)
    expect(before).toHaveLength(4)
    await subscribe({ streams: [stream], minio_storage_per_stream: 2 })
    await expect.poll(() => storedOf(stream), { timeout: 10_000 }).toEqual(before.slice(-2))
  })

  it('"annotate_images: boolean; stored snapshots carry the verdict drawn on the picture"', async () => {
    const picture = await flatJpeg(WIDTH, HEIGHT, 128)
    const stream = newCamera()
    await subscribe({ streams: [stream], annotate_images: true })
    await shown(stream, picture)
    await expect.poll(() => storedOf(stream), { timeout: 10_000 }).toHaveLength(1)
    const stored = await storedBytes(stream)
    expect(stored.equals(picture)).toBe(false)
    expect(await sharp(stored).metadata()).toMatchObject({ format: 'jpeg', width: WIDTH, height: HEIGHT })
    // The sent picture is of one level; what is drawn on it is not.
    expect((await sharp(stored).greyscale().stats()).channels[0]!.stdev).toBeGreaterThan(5)
  })

  it('"annotate_images": false when left out', async () => {
    const picture = await flatJpeg(WIDTH, HEIGHT, 128)
    const stream = newCamera()
    await subscribe({ streams: [stream] })
    await shown(stream, picture)
    await expect.poll(() => storedOf(stream), { timeout: 10_000 }).toHaveLength(1)
    expect((await storedBytes(stream)).equals(picture)).toBe(true)
  })

  it.each([
    [{ thresold: 15 }, 'thresold'],
    [{ edge_params: { min_ration: 0.02 } }, 'edge_params.min_ration'],
    [{ tamper_params: { roi: 8 } }, 'tamper_params.roi']
  ])('"Unknown keys are refused by name (HTTP 400)": %j', async (settings, name) => {
    const { status, body } = await service.post('/pushhub/subscribe', { streams: ['a'], ...settings })
    expect({ status, error: body.error }).toEqual({ status: 400, error: expect.stringContaining(name) })
  })

  it('"Settings are per stream": a new subscription sets those of a stream that stays', async () => {
    const stream = newCamera()
    const dim = await flatJpeg(WIDTH, HEIGHT, 40)
    await subscribe({ streams: [stream], current_threshold: 60 })
    expect((await shown(stream, dim)).state).toBe('Black Screen')
    await subscribe({ streams: [stream] })
    expect((await shown(stream, dim)).state).toBe('Occluded')
  })

  async function postUntilResult(stream: string, picture: Buffer): Promise<ResultBody> {
    const before = listener.of(stream).length
    await expect
      .poll(
        async () => {
          await service.postFrame(stream, picture)
          return listener.of(stream).length
        },
        { interval: 100, timeout: 10_000 }
      )
      .toBeGreaterThan(before)
    return listener.of(stream)[before]!.data.result
  }
})
