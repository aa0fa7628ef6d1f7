import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Log } from '../../../../src/lib/log.ts'
import { SceneMemoryKeeper } from '../../../../src/pipeline/detect/memory/scene-memory-keeper.ts'
import { ControlledStore, CountingScene } from './controlled-store.ts'

const DAY_MS = 86_400_000
const warnings: { readonly stream?: string; readonly message: string }[] = []
const log: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: (fields, message) => warnings.push({ ...fields, message }),
  error: (_, message) => warnings.push({ message })
}
let store: ControlledStore
let keeper: SceneMemoryKeeper
let answered: string[]

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 0, 5, 8) })
  warnings.length = 0
  answered = []
  store = new ControlledStore()
  keeper = newKeeper()
  keeper.start()
})
afterEach(() => vi.useRealTimers())

function newKeeper(): SceneMemoryKeeper {
  return new SceneMemoryKeeper({
    store,
    saveEveryMs: 30_000,
    keepMs: 30 * DAY_MS,
    clock: Date.now,
    random: () => 0,
    log
  })
}

function add(stream: string, scene = new CountingScene()): CountingScene {
  keeper.add(stream, scene, () => answered.push(stream))
  return scene
}
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)
const bytesOf = (seconds: number) => new Uint8Array(seconds).fill(1)
const streams = (count: number) => Array.from({ length: count }, (_, i) => `camera-${i}`)

describe('scene memory keeper, restoring', () => {
  it('restores what is kept, and says so once', async () => {
    store.kept.set('gate', bytesOf(100))
    const scene = add('gate')
    expect(answered).toEqual([])
    await pass(0)
    expect([scene.learnedMs, answered]).toEqual([100_000, ['gate']])
    expect(keeper.stats()).toMatchObject({ restored: 1, refused: 0 })
  })

  it('answers for a camera of which nothing is kept', async () => {
    expect(add('gate').learnedMs).toBe(0)
    await pass(0)
    expect(answered).toEqual(['gate'])
    expect(keeper.stats()).toMatchObject({ restored: 0, refused: 0 })
  })

  it('loads thousands a few at a time, in their order', async () => {
    store.takesMs = 5
    for (const stream of streams(4000)) add(stream)
    expect(store.loads).toHaveLength(16)
    await pass(5 * 250)
    expect(answered).toEqual(streams(4000))
    expect(store.mostUnderWay).toBe(16)
  })

  it.each([
    ['is damaged', () => store.kept.set('gate', Uint8Array.of(9, 9))],
    ['the store refuses', () => store.refused.add('gate')]
  ])('learns anew what %s, names the camera once, and deletes it', async (_name, spoil) => {
    spoil()
    const scene = add('gate')
    await pass(60_000)
    expect([scene.learnedMs, answered, store.removed]).toEqual([0, ['gate'], ['gate']])
    expect(warnings.map(({ stream }) => stream)).toEqual(['gate'])
    expect(keeper.stats()).toMatchObject({ restored: 0, refused: 1 })
    scene.learnedMs = 20_000
    await pass(31_000)
    expect(store.kept.get('gate')).toHaveLength(20)
  })

  it('goes on trying while the store is down, saves nothing meanwhile, and restores in the end', async () => {
    store.isDown = true
    store.kept.set('gate', bytesOf(100))
    const scene = add('gate')
    scene.learnedMs = 50_000
    await pass(120_000)
    expect([answered, store.saves, store.kept.get('gate')?.length]).toEqual([[], [], 100])
    expect(store.loads.length).toBeLessThan(30)
    expect(warnings.length).toBeLessThan(14)
    store.isDown = false
    await pass(10_000)
    expect([scene.learnedMs, answered]).toEqual([100_000, ['gate']])
  })

  it('one camera that cannot be read holds up no other', async () => {
    store.broken.add('broken')
    add('broken')
    await pass(5000)
    for (const stream of streams(100)) add(stream)
    await pass(0)
    expect(answered).toEqual(streams(100))
    await pass(100_000)
    expect(store.loads.filter(stream => stream === 'broken').length).toBeLessThan(30)
  })

  it('forgets a camera that left before it was loaded', async () => {
    store.takesMs = 10
    store.kept.set('gate', bytesOf(100))
    const scene = add('gate')
    keeper.remove('gate')
    await pass(60_000)
    expect([scene.learnedMs, answered, store.saves]).toEqual([0, [], []])
  })
})

describe('scene memory keeper, saving', () => {
  it('saves a scene once in 30 s while it changes, and not when it does not', async () => {
    const scene = add('gate')
    await pass(31_000)
    expect(store.saves).toEqual([])
    scene.learnedMs = 20_000
    await pass(30_000)
    expect(store.saves).toEqual(['gate'])
    await pass(300_000)
    expect(store.saves).toEqual(['gate'])
    scene.learnedMs = 25_000
    await pass(30_000)
    expect(store.kept.get('gate')).toHaveLength(25)
    expect(keeper.stats()).toMatchObject({ saved: 2, savedBytes: 45, failed: 0, dropped: 0 })
  })

  it('does not save what it has just restored', async () => {
    store.kept.set('gate', bytesOf(100))
    add('gate')
    await pass(120_000)
    expect(store.saves).toEqual([])
  })

  it('saves once an hour what does not change: the store may have lost it', async () => {
    store.kept.set('gate', bytesOf(100))
    add('gate')
    await pass(10_000)
    store.kept.clear()
    await pass(3_700_000)
    expect(store.kept.get('gate')).toHaveLength(100)
    expect(store.saves).toHaveLength(1)
  })

  it('spreads many evenly over the 30 s', async () => {
    for (const stream of streams(300)) add(stream, new CountingScene(20_000))
    const counts: number[] = []
    for (let second = 0; second < 30; second++) {
      const before = store.saves.length
      await pass(1000)
      counts.push(store.saves.length - before)
    }
    expect(new Set(store.saves).size).toBe(300)
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(9)
    expect(Math.max(...counts)).toBeLessThanOrEqual(11)
  })

  it('never has more than eight saves under way, and makes no bytes that nobody takes', async () => {
    const scenes = streams(1000).map(stream => add(stream, new CountingScene(20_000)))
    await pass(0)
    store.takesMs = null
    store.mostUnderWay = 0
    await pass(120_000)
    expect(store.mostUnderWay).toBe(8)
    expect(scenes.reduce((sum, { checkpoints }) => sum + checkpoints, 0)).toBe(8)
  })

  it('tries a save that failed again in its next turn', async () => {
    const scene = add('gate', new CountingScene(20_000))
    await pass(0)
    store.isDown = true
    await pass(31_000)
    expect(keeper.stats()).toMatchObject({ saved: 0, failed: 1 })
    store.isDown = false
    await pass(30_000)
    expect(store.kept.get('gate')).toHaveLength(scene.learnedMs / 1000)
  })
})

describe('scene memory keeper, cameras that leave', () => {
  it('saves the last state of a camera soon after it left', async () => {
    add('gate', new CountingScene(20_000))
    await pass(0)
    keeper.remove('gate')
    await pass(100)
    expect(store.kept.get('gate')).toHaveLength(20)
  })

  it.each([
    ['before its last state is saved', 0],
    ['while its last state is being saved', 100]
  ])('a camera that comes back %s goes on from it', async (_name, waitMs) => {
    add('gate', new CountingScene(20_000))
    await pass(0)
    store.takesMs = 500
    keeper.remove('gate')
    await pass(waitMs)
    const again = add('gate')
    expect([again.learnedMs, answered]).toEqual([20_000, ['gate', 'gate']])
    await pass(40_000)
    expect(store.kept.get('gate')).toHaveLength(20)
  })

  it('gives up the oldest of thousands when the store hangs, and counts them', async () => {
    for (const stream of streams(3000)) add(stream, new CountingScene(20_000))
    await pass(0)
    store.takesMs = null
    for (const stream of streams(3000)) keeper.remove(stream)
    await pass(60_000)
    expect(keeper.stats().dropped).toBe(1000)
  })

  it('counts the last state that could not be saved', async () => {
    add('gate', new CountingScene(20_000))
    await pass(0)
    store.isDown = true
    keeper.remove('gate')
    await pass(1000)
    expect(keeper.stats()).toMatchObject({ saved: 0, failed: 1, dropped: 1 })
  })
})

describe('scene memory keeper, closing', () => {
  it('saves all that has changed, then closes the store', async () => {
    for (const stream of streams(500)) add(stream, new CountingScene(20_000))
    add('young', new CountingScene(1000))
    await pass(0)
    store.takesMs = 5
    const closing = keeper.close(6000)
    await pass(5 * 63)
    await closing
    expect([...store.kept.keys()]).toEqual(streams(500))
    expect([store.isClosed, keeper.stats().dropped]).toEqual([true, 0])
  })

  it('ends in time when the store hangs, and counts what it could not save', async () => {
    for (const stream of streams(20)) add(stream, new CountingScene(20_000))
    await pass(0)
    store.takesMs = null
    const closing = keeper.close(6000)
    await pass(6000)
    await closing
    expect([store.isClosed, keeper.stats().dropped]).toEqual([true, 20])
  })

  it('gives what was saved to the next run', async () => {
    add('gate', new CountingScene(20_000))
    await pass(0)
    await keeper.close(1000)
    keeper = newKeeper()
    const next = add('gate')
    await pass(0)
    expect(next.learnedMs).toBe(20_000)
  })
})
