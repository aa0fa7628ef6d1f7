import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Incident } from '../../src/model/incident.ts'
import { checkedJpeg, flatJpeg } from '../pictures.ts'
import { FleetRun, LEASE_TTL_MS } from '../servers/fleet-run.ts'
import { livingScene } from '../servers/living-scene.ts'
import { describeWithRedis } from '../servers/need.ts'
import { NumberedFrames } from '../servers/numbered-frames.ts'
import { RedisProducer } from '../servers/redis-producer.ts'
import type { RunningService } from '../servers/running-service.ts'
import { scrapedMetric } from '../servers/scraped-metric.ts'

vi.setConfig({ testTimeout: 120_000 })

const STREAMS = Array.from({ length: 12 }, (_, i) => `gate-${i + 1}`)
const SOON = { timeout: 20_000, interval: 50 }
const FRAME_EVERY_MS = 100

describeWithRedis('a fleet', () => {
  let run: FleetRun
  let producer: RedisProducer
  let frames: NumberedFrames
  let pictures: readonly Buffer[]
  let black: Buffer

  beforeAll(async () => {
    pictures = await livingScene(5)
    black = await flatJpeg(640, 360, 3)
  })
  afterEach(async () => {
    await frames?.stop()
    producer?.close()
    await run?.dispose()
  })

  /** Members that share cameras, which send frames. */
  async function start(members: number, env: Readonly<Record<string, string>> = {}): Promise<void> {
    run = await FleetRun.start(members, env)
    producer = new RedisProducer(run.redisUrl)
    await untilShared(members)
    frames = new NumberedFrames(STREAMS, (stream, meta) => producer.add(stream, pictureOf(stream), meta))
    const { status } = await run.member(1).post('/pushhub/subscribe', { streams: STREAMS })
    expect(status).toBe(200)
  }

  let shown = 0
  const dark = new Set<string>()
  function pictureOf(stream: string): Buffer {
    shown++
    // Each differs from the one before: the same bytes for a while would be a frozen camera.
    if (dark.has(stream)) return Buffer.concat([black, Buffer.from([shown >> 8, shown & 255])])
    return pictures[shown % pictures.length]!
  }

  /** Until so many members own cameras, and every camera has one. */
  async function untilShared(members: number): Promise<(string | null)[]> {
    return vi.waitFor(
      async () => {
        const owners = await run.ownersOf(STREAMS)
        expect(owners).not.toContain(null)
        expect(new Set(owners).size).toBe(members)
        return owners
        // A member that was slow to start has been stood in for, which lasts a while.
      },
      { timeout: 45_000, interval: 100 }
    )
  }

  const numbersOf = (stream: string) => NumberedFrames.numbersOf(run.messages, stream)
  const allFrames = () =>
    vi.waitFor(() => {
      for (const stream of STREAMS) expect([stream, new Set(numbersOf(stream)).size]).toEqual([stream, frames.count])
    }, SOON)
  const openIncidents = async (service: RunningService) =>
    (await service.get('/pushhub/incidents?state=open')).body.items as Incident[]

  it('SIGTERM: the others have every camera within 2 s; no frame twice, none lost, in order', async () => {
    await start(2)
    frames.start(FRAME_EVERY_MS)
    await sleep(1500)
    const stopping = run.member(1).stop('SIGTERM')
    const fromMs = performance.now()
    await vi.waitFor(async () => expect(new Set(await run.ownersOf(STREAMS))).toEqual(new Set(['member-2'])), SOON)
    expect(performance.now() - fromMs).toBeLessThan(2000)
    expect((await stopping).code).toBe(0)
    await sleep(1000)
    await frames.stop()
    await allFrames()
    for (const stream of STREAMS) expect([stream, numbersOf(stream)]).toEqual([stream, frames.expected])
    expect(await scrapedMetric(run.member(2).url, 'fenced_writes_total')).toBe(0)
  })

  it('a member that joins gets its share, and frames go on exactly once and in order', async () => {
    await start(1)
    frames.start(FRAME_EVERY_MS)
    await sleep(1000)
    await run.add('member-2')
    const owners = await untilShared(2)
    expect(owners.filter(id => id === 'member-2').length).toBeGreaterThan(1)
    await sleep(1500)
    await frames.stop()
    await allFrames()
    for (const stream of STREAMS) expect([stream, numbersOf(stream)]).toEqual([stream, frames.expected])
  })

  it('kill -9: taken over within lease + 5 s, no frame lost', async () => {
    await start(2)
    frames.start(FRAME_EVERY_MS)
    await sleep(1500)
    await run.member(1).stop('SIGKILL')
    const fromMs = performance.now()
    await vi.waitFor(async () => expect(new Set(await run.ownersOf(STREAMS))).toEqual(new Set(['member-2'])), SOON)
    expect(performance.now() - fromMs).toBeLessThan(LEASE_TTL_MS + 5000)
    await sleep(1000)
    await frames.stop()
    await allFrames()
  })

  it('an open incident stays the same one from owner to owner, and the scene is not learned again', async () => {
    await start(2)
    frames.start(FRAME_EVERY_MS)
    const owners = await run.ownersOf(STREAMS)
    const stream = STREAMS[owners.indexOf('member-1')]!
    await vi.waitFor(
      () => expect(run.messages.filter(({ data }) => data.stream === stream).at(-1)?.data.result.learning).toBe(false),
      { timeout: 40_000, interval: 200 }
    )
    dark.add(stream)
    const [opened] = await vi.waitFor(async () => {
      const found = (await openIncidents(run.member(2))).filter(incident => incident.stream === stream)
      expect(found).toHaveLength(1)
      return found
    }, SOON)
    await run.member(1).stop('SIGTERM')
    const heardBefore = run.heardAt(2).messages.length
    await sleep(3000)
    const after = (await openIncidents(run.member(2))).filter(incident => incident.stream === stream)
    expect(after.map(({ id }) => id)).toEqual([opened!.id])
    dark.clear()
    await vi.waitFor(async () => expect(await openIncidents(run.member(2))).toEqual([]), SOON)
    const closed = (await run.member(2).get(`/pushhub/incidents/${opened!.id}`)).body
    expect(closed).toMatchObject({ state: 'closed', flaps: 0 })
    const all = (await run.member(2).get('/pushhub/incidents')).body.items as Incident[]
    expect(all.filter(incident => incident.stream === stream && incident.kind === 'black')).toHaveLength(1)
    const learned = run
      .heardAt(2)
      .messages.slice(heardBefore)
      .filter(({ data }) => data.stream === stream)
      .map(({ data }) => data.result.learning)
    expect(new Set(learned)).toEqual(new Set([false]))
    expect(await scrapedMetric(run.member(2).url, 'scene_memories_restored_total')).toBeGreaterThan(0)
  })

  it('cameras of one group that fail at several members make one incident, which ends with the last of them', async () => {
    await start(2, { GROUP_MIN_CAMERAS: '12', GROUP_WINDOW_S: '60' })
    for (const stream of STREAMS) {
      const path = `/pushhub/cameras/${stream}/settings`
      const answer = await fetch(run.member(1).url + path, {
        method: 'PATCH',
        body: JSON.stringify({ groups: ['all'], by: 'test' }),
        headers: { 'content-type': 'application/json' }
      })
      expect([path, answer.status]).toEqual([path, 200])
    }
    frames.start(FRAME_EVERY_MS)
    await sleep(1500)
    for (const stream of STREAMS) dark.add(stream)
    const group = await vi.waitFor(async () => {
      const open = await openIncidents(run.member(2))
      const found = open.find(incident => incident.group !== null && incident.kind === 'black')
      expect(found?.members).toHaveLength(12)
      expect(open.filter(({ parentId }) => parentId === found?.id)).toHaveLength(12)
      return found
    }, SOON)
    dark.clear()
    await vi.waitFor(async () => {
      expect((await run.member(1).get(`/pushhub/incidents/${group!.id}`)).body).toMatchObject({ state: 'closed' })
    }, SOON)
  })

  it('SIGSTOP past the lease, then SIGCONT: the owner of before writes nothing', async () => {
    await start(2, { SCENE_MEMORY_SAVE_SECONDS: '1' })
    frames.start(FRAME_EVERY_MS)
    const owners = await run.ownersOf(STREAMS)
    const stream = STREAMS[owners.indexOf('member-1')]!
    await sleep(2500)
    dark.add(stream)
    await vi.waitFor(async () => expect(await openIncidents(run.member(2))).toHaveLength(1), SOON)
    const stale = run.member(1)
    process.kill(stale.pid, 'SIGSTOP')
    await vi.waitFor(async () => expect(new Set(await run.ownersOf(STREAMS))).toEqual(new Set(['member-2'])), SOON)
    dark.clear()
    await vi.waitFor(async () => expect(await openIncidents(run.member(2))).toEqual([]), SOON)
    const bodies = await run.redis.hgetall('camera-check:incidents:bodies')
    const before = run.heardAt(1).messages.length
    process.kill(stale.pid, 'SIGCONT')
    await sleep(300)
    expect(await run.redis.hgetall('camera-check:incidents:bodies')).toEqual(bodies)
    expect(await scrapedMetric(stale.url, 'fleet_slots_lost_total')).toBeGreaterThan(0)
    await untilShared(2)
    await sleep(1000)
    await frames.stop()
    await allFrames()
    expect(run.heardAt(1).messages.length).toBeGreaterThan(before)
    const all = (await run.member(2).get('/pushhub/incidents')).body.items as Incident[]
    expect(all.filter(incident => incident.stream === stream && incident.kind === 'black')).toHaveLength(1)
    // Behind the first take-over, which goes on where the owner's last checkpoint was, each frame was judged once.
    const numbers = numbersOf(stream)
    const again = numbers.slice(numbers.findLastIndex((number, i) => number <= (numbers[i - 1] ?? 0)))
    expect(again).toEqual(frames.expected.slice(-again.length))
  })
})

describe('a fleet, its subscription', () => {
  let run: FleetRun
  afterEach(() => run?.dispose())

  it('is one: any member takes it, all carry it out, and epochs grow whoever is asked', async () => {
    run = await FleetRun.start(2)
    const jpeg = await checkedJpeg(320, 240)
    const producer = new RedisProducer(run.redisUrl)
    try {
      const epochs: unknown[] = []
      for (let i = 0; i < 6; i++) {
        const { body } = await run.member(1 + (i % 2)).post('/pushhub/subscribe', { streams: STREAMS.slice(0, 6 + i) })
        epochs.push(body.epoch)
        for (const stream of STREAMS.slice(0, 6 + i)) await producer.add(stream, jpeg)
        await vi.waitFor(() => {
          const heard = run.messages.filter(({ epoch }) => epoch === body.epoch).map(({ data }) => data.stream)
          expect(heard.sort()).toEqual(STREAMS.slice(0, 6 + i).sort())
        }, SOON)
      }
      expect(epochs).toEqual([1, 2, 3, 4, 5, 6])
      await run.member(2).post('/pushhub/stop')
      for (const { url } of [run.member(1), run.member(2)]) {
        expect(((await (await fetch(`${url}/readyz`)).json()) as { running: boolean }).running).toBe(false)
      }
    } finally {
      producer.close()
    }
  })
})
