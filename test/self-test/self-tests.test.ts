import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { AppError } from '../../src/errors.ts'
import { silentLog } from '../../src/lib/log.ts'
import { DEFAULT_CAMERA_SETTINGS } from '../../src/model/camera.ts'
import type { CameraStateName } from '../../src/model/camera-state.ts'
import type { SelfTest } from '../../src/model/self-test.ts'
import { SelfTests } from '../../src/self-test/self-tests.ts'

const HOUR_MS = 3_600_000
let nowMs = 0
let isNight = true
let states: Map<string, CameraStateName>
let stored: Map<string, SelfTest>
let run: string[]
let failing: Set<string>
let tests: SelfTests

const resultOf = (atMs: number): SelfTest => ({ atMs, pictures: 30, tookMs: 1000, faults: [] })

beforeEach(() => {
  vi.useFakeTimers()
  nowMs = 100 * HOUR_MS
  isNight = true
  states = new Map([
    ['a', 'healthy'],
    ['b', 'faulty'],
    ['c', 'healthy']
  ])
  stored = new Map()
  run = []
  failing = new Set()
  let watched = ''
  tests = new SelfTests({
    store: {
      selfTests: async streams => new Map([...stored].filter(([stream]) => streams.includes(stream))),
      saveSelfTest: async (stream, result) => void stored.set(stream, result)
    },
    cameras: () => [...states].map(([stream, state]) => ({ stream, state })),
    stateOf: stream => states.get(stream) ?? null,
    watch(stream, viewer) {
      watched = stream
      const timer = setInterval(() => viewer({ jpeg: new Uint8Array(8), atMs: nowMs }), 500)
      return () => clearInterval(timer)
    },
    settingsOf: () => DEFAULT_CAMERA_SETTINGS,
    async run({ atMs, frames }) {
      expect(frames.length).toBeGreaterThanOrEqual(2)
      run.push(watched)
      if (failing.has(watched)) throw new AppError('self-test/failed', 'A self-test gave no result')
      return resultOf(atMs)
    },
    isNight: () => isNight,
    clock: () => nowMs,
    steadyClock: () => nowMs,
    log: silentLog
  })
})
afterEach(async () => {
  await tests.close()
  vi.useRealTimers()
})

async function pass(ms: number): Promise<void> {
  for (let passedMs = 0; passedMs < ms; passedMs += 500) {
    nowMs += 500
    await vi.advanceTimersByTimeAsync(500)
  }
}

describe('self-tests at night', () => {
  test('take one healthy camera after the other, with a rest between, and each once', async () => {
    tests.start()
    await pass(35_000)
    expect(run).toEqual(['a'])
    await pass(120_000)
    expect(run).toEqual(['a', 'c'])
    expect([...stored.keys()]).toEqual(['a', 'c'])
    await pass(120_000)
    expect(run).toEqual(['a', 'c'])
  })

  test('are not run by day, and go on on the next night with whoever was tested longest ago', async () => {
    isNight = false
    tests.start()
    await pass(60_000)
    expect(run).toEqual([])
    stored.set('a', resultOf(nowMs - HOUR_MS))
    isNight = true
    await pass(60_000)
    // Another run of the service has tested it this night already.
    expect(run).toEqual(['c'])
    nowMs += 22 * HOUR_MS
    await pass(200_000)
    expect(run).toEqual(['c', 'a', 'c'])
  })

  test('of a camera that fails do not hold up the others', async () => {
    failing.add('a')
    tests.start()
    await pass(150_000)
    expect(run).toEqual(['a', 'c'])
    expect([...stored.keys()]).toEqual(['c'])
  })

  test('prove nothing of a camera that becomes faulty meanwhile', async () => {
    states.delete('c')
    tests.start()
    await pass(12_000)
    states.set('a', 'faulty')
    await pass(60_000)
    expect(run).toEqual([])
    expect(stored.size).toBe(0)
  })
})

describe('a self-test that somebody asks for', () => {
  test('is run by day, tells what goes on, and is kept', async () => {
    isNight = false
    tests.request('a')
    tests.request('c')
    expect(await tests.view('a')).toEqual({ state: 'running', last: null })
    expect(await tests.view('c')).toEqual({ state: 'waiting', last: null })
    await pass(60_000)
    expect(run).toEqual(['a', 'c'])
    expect((await tests.view('a')).last?.pictures).toBe(30)
    expect((await tests.view('c')).state).toBe('idle')
    // A second time, however soon.
    tests.request('a')
    await pass(30_000)
    expect(run).toEqual(['a', 'c', 'a'])
  })

  test('is refused for a camera that is not healthy', () => {
    expect(() => tests.request('b')).toThrow(expect.objectContaining({ code: 'camera/not-healthy' }))
    expect(() => tests.request('nobody')).toThrow(expect.objectContaining({ code: 'camera/not-healthy' }))
  })

  test('is refused when too many wait', () => {
    for (let i = 0; i < 30; i++) states.set(`more-${i}`, 'healthy')
    const ask = () => {
      for (let i = 0; i < 30; i++) tests.request(`more-${i}`)
    }
    expect(ask).toThrow(expect.objectContaining({ code: 'self-test/busy' }))
  })

  test('ends with the service', async () => {
    tests.request('a')
    await tests.close()
    expect(run).toEqual([])
  })
})
