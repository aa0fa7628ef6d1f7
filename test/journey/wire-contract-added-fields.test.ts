import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FAULT_NAMES } from '../../src/model/fault.ts'
import type { ResultMessage } from '../../src/model/result-message.ts'
import { checkedJpeg, drawnJpeg, flatJpeg } from '../pictures.ts'
import { type ResultListener, RunningService } from '../servers/running-service.ts'
import { PATIENT } from '../servers/service-environment.ts'

/** The contract's table of kinds. */
const TABLE = [
  ['stream-gap', 'No Frames', '无画面'],
  ['undecodable', 'Error', '错误'],
  ['no-signal', 'No Signal', '无信号'],
  ['black', 'Black Screen', '黑屏'],
  ['bright', 'Over-exposed', '过曝'],
  ['corrupted', 'Corrupted Picture', '画面损坏'],
  ['frozen', 'Frozen', '画面冻结'],
  ['shaken', 'Tampered (Violent Motion)', '疑似破坏（剧烈运动）'],
  ['moved', 'Camera Moved', '视角偏移'],
  ['occluded', 'Occluded', '画面遮挡'],
  ['partly-occluded', 'Partly Occluded', '部分遮挡'],
  ['defocused', 'Out of Focus', '画面模糊'],
  ['low-contrast', 'Low Contrast', '低对比度'],
  ['noise', 'Noise', '噪点'],
  ['stripes', 'Stripes', '条纹干扰'],
  ['colour-cast', 'Colour Cast', '偏色']
] as const

describe('wire contract, "result, beyond the old fields"', () => {
  let service: RunningService
  let listener: ResultListener
  let clear: Buffer
  let black: Buffer

  beforeAll(async () => {
    service = await RunningService.start({ ...PATIENT, MINIO_SAVE_MODE: 'none' })
    listener = await service.listen()
    clear = await checkedJpeg(320, 240)
    black = await flatJpeg(320, 240, 0)
  })
  afterAll(() => service?.dispose())

  async function results(stream: string, ...pictures: Buffer[]): Promise<ResultMessage['data'][]> {
    await service.post('/pushhub/subscribe', { streams: [stream] })
    for (const picture of pictures) expect(await service.postFrame(stream, picture)).toBe(202)
    return (await listener.count(stream, pictures.length)).map(({ data }) => data)
  }

  it('"faults: the faults that are raised now", each with kind, severity, since, measure, value, limit, reference, unit', async () => {
    const before = Date.now()
    const [{ result }] = (await results('fields', black)) as [ResultMessage['data']]
    expect(result.faults).toEqual([
      {
        kind: 'black',
        severity: 1,
        since: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        measure: 'mean luma',
        value: 0,
        limit: 15,
        reference: null,
        unit: 'levels',
        why: 'The picture is almost black: 0.0 grey levels on average, under 15.0 grey levels.',
        why_zh: expect.stringContaining('全黑')
      }
    ])
    expect(Date.parse(result.faults[0]!.since)).toBeGreaterThanOrEqual(before - 1)
  })

  it('"faults: empty on Normal"', async () => {
    const [data] = await results('normal', clear)
    expect(data!.result).toMatchObject({ state: 'Normal', faults: [], explained: [] })
  })

  it('"since (ISO)": when it was raised, the same on every frame while it lasts', async () => {
    const all = await results('lasting', black, black, black)
    expect(new Set(all.map(({ result }) => result.faults[0]!.since)).size).toBe(1)
  })

  it('"mask: only for faults with a place"', async () => {
    const [first] = await results('placeless', black)
    expect(first!.result.faults[0]).not.toHaveProperty('mask')
  })

  it('"explained: kinds that are up too, but explained away by the main cause"', async () => {
    const [, dark] = await results('explained', clear, black)
    expect(dark!.result).toMatchObject({ state: 'Black Screen', faults: [{ kind: 'black' }], explained: ['shaken'] })
  })

  it('"learning"', async () => {
    const [first] = await results('learning', clear)
    expect(first!.result.learning).toBe(true)
  })

  it('"notJudged: [{kind, reason}] where the scene or the light does not allow a verdict"', async () => {
    const [first, second] = await results('not-judged', clear, black)
    expect(first!.result.notJudged).toContainEqual({ kind: 'shaken', reason: 'first frame' })
    expect(first!.result.notJudged).toContainEqual({ kind: 'moved', reason: 'learning' })
    expect(second!.result.notJudged).toContainEqual({ kind: 'occluded', reason: 'too dark to judge' })
  })

  it('"state is that of the first fault"', async () => {
    const pictures = [black, await flatJpeg(320, 240, 128), Buffer.from('x'), clear]
    for (const { result } of await results('first-fault', ...pictures)) {
      const main = result.faults[0]
      expect(result.state).toBe(
        main === undefined ? 'Normal' : FAULT_NAMES[main.kind as keyof typeof FAULT_NAMES].state
      )
    }
  })

  it('"raised and cleared with hysteresis, so state does not flap from frame to frame"', async () => {
    const levels = [14, 16, 14, 16, 18]
    const pictures = await Promise.all(levels.map(level => flatJpeg(320, 240, level)))
    const states = (await results('flapping', ...pictures)).map(({ result }) => result.state)
    expect(states.slice(0, 4)).toEqual(['Black Screen', 'Black Screen', 'Black Screen', 'Black Screen'])
    expect(states[4]).not.toBe('Black Screen')
  })

  it.each(TABLE)('"| %s | %s | %s |"', (kind, state, stateZh) => {
    expect(FAULT_NAMES[kind]).toEqual({ state, stateZh })
  })

  it('the table has every kind', () => {
    expect(Object.keys(FAULT_NAMES).sort()).toEqual(TABLE.map(([kind]) => kind).sort())
  })

  it.each([
    ['undecodable', () => Promise.resolve([Buffer.from('GIF89a')])],
    ['black', () => Promise.resolve([black])],
    ['shaken', async () => [clear, await checkedJpeg(320, 240, 200, 16)]],
    ['occluded', () => drawnJpeg(320, 240, (_, y) => 90 + (y >> 4)).then(jpeg => [jpeg])]
  ] as const)('the running service tells "%s" with the state and state_zh of the table', async (kind, pictures) => {
    const data = (await results(`kind-${kind}`, ...(await pictures()))).at(-1)!
    const [, state, stateZh] = TABLE.find(([name]) => name === kind)!
    expect(data.result).toMatchObject({ state, state_zh: stateZh, faults: [{ kind }] })
  })
})

describe('wire contract, "stream-gap"', () => {
  let service: RunningService
  let listener: ResultListener

  beforeAll(async () => {
    const limits = { STREAM_GAP_MS: '600', FIRST_FRAME_MS: '1000', EXECUTOR_CPU: '1', MINIO_SAVE_MODE: 'all' }
    service = await RunningService.start(limits)
    listener = await service.listen()
  })
  afterAll(() => service?.dispose())

  const gapsOf = (stream: string) => listener.of(stream).filter(({ data }) => data.result.state === 'No Frames')

  it('"no frame for the stream\'s gap limit; sent once when raised and then once a second, with shape null"', async () => {
    await service.post('/pushhub/subscribe', { streams: ['silent'] })
    await service.postFrame('silent', await checkedJpeg(320, 240))
    const lastFrameAt = Date.parse((await listener.count('silent', 1))[0]!.data.timing.ts3!)
    await listener.until(() => gapsOf('silent').length >= 3)
    const gaps = gapsOf('silent').map(({ data }) => data)
    for (const gap of gaps) {
      expect(gap).toMatchObject({
        ts_wall: null,
        shape: null,
        result: {
          state: 'No Frames',
          state_zh: '无画面',
          decode_ms: null,
          faults: [{ kind: 'stream-gap', limit: 600 }]
        },
        timing: { ts1: null, ts2: null, ts3: null, lat_ms: { cap: null, proc: null, end2end: null } }
      })
      expect(gap).not.toHaveProperty('obj_refs')
    }
    const toldAt = gaps.map(gap => Date.parse(gap.timing.ts4!))
    expect(toldAt[0]! - lastFrameAt).toBeGreaterThanOrEqual(600)
    expect(toldAt[0]! - lastFrameAt).toBeLessThan(1600)
    for (const i of [1, 2]) {
      expect(toldAt[i]! - toldAt[i - 1]!).toBeGreaterThanOrEqual(1000)
      expect(toldAt[i]! - toldAt[i - 1]!).toBeLessThan(2000)
    }
  })

  it('"No Frames" ends with the next frame', async () => {
    const before = listener.of('silent').length
    await service.postFrame('silent', await checkedJpeg(320, 240))
    const next = await listener.until(() =>
      listener
        .of('silent')
        .slice(before)
        .find(({ data }) => data.shape !== null)
    )
    expect(next.data.result).toMatchObject({ state: 'Normal', faults: [] })
  })

  it('a camera that never sent a frame is told after FIRST_FRAME_MS', async () => {
    await service.post('/pushhub/subscribe', { streams: ['never'] })
    const [gap] = await listener.count('never', 1)
    expect(gap!.data.result).toMatchObject({ state: 'No Frames', faults: [{ kind: 'stream-gap', limit: 1000 }] })
  })
})
