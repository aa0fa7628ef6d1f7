import { beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../src/errors.ts'
import { silentLog } from '../../src/lib/log.ts'
import { type Camera, DEFAULT_CAMERA_SETTINGS } from '../../src/model/camera.ts'
import { SubscriptionControl } from '../../src/subscription/subscription-control.ts'
import type { StoredSubscription } from '../../src/subscription/subscription-store.ts'

const cameras = (...streams: string[]): Camera[] =>
  streams.map(stream => ({ stream, settings: DEFAULT_CAMERA_SETTINGS }))

/** Writes down what it is asked, and answers as told. */
class World {
  readonly calls: string[] = []
  kept: StoredSubscription | null = null
  storeFails = false
  readonly frames: string[] = []
  readonly shards = {
    start: async () => void this.calls.push('start'),
    assign: async (epoch: number, list: readonly Camera[]) =>
      void this.calls.push(`assign ${epoch} ${list.map(camera => camera.stream)}`),
    stop: async () => void this.calls.push('stop'),
    accept: (stream: string, jpeg: Buffer, meta: Buffer | null) => void this.frames.push(`${stream} ${jpeg} ${meta}`),
    performance: async () => [],
    resetPerformance: async () => undefined,
    check: () => [{ name: 'shards', ok: true, detail: '' }]
  }
  readonly results = {
    setStreams: (epoch: number, streams: readonly string[]) => void this.calls.push(`results ${epoch} ${streams}`)
  }
  readonly store = {
    name: 'test',
    load: async () => this.#answer(this.kept),
    save: async (subscription: StoredSubscription) => {
      this.#answer(null)
      this.kept = subscription
    },
    close: async () => undefined
  }

  control(): SubscriptionControl {
    const { shards, store, results } = this
    const readSnapshot = async () => new Uint8Array(0)
    return new SubscriptionControl({ shards, store, results, writer: null, readSnapshot, checks: [], log: silentLog })
  }

  #answer<T>(value: T): T {
    if (this.storeFails) throw new AppError('subscription/store-failed', 'Store is down')
    return value
  }
}

describe('subscription control', () => {
  let world: World
  let control: SubscriptionControl

  beforeEach(() => {
    world = new World()
    control = world.control()
  })

  it('starts once and stops once', async () => {
    expect(await control.start()).toBe(true)
    expect(await control.start()).toBe(false)
    expect(await control.stop()).toBe(true)
    expect(await control.stop()).toBe(false)
  })

  it('starts a stopped service on subscribe and counts the epoch up', async () => {
    expect(await control.subscribe(cameras('a', 'b'))).toEqual({ epoch: 1, subscribed: ['a', 'b'] })
    expect(await control.subscribe(cameras('b'))).toEqual({ epoch: 2, subscribed: ['b'] })
    expect(world.calls).toEqual(['results 1 a,b', 'start', 'assign 1 a,b', 'results 2 b', 'assign 2 b'])
  })

  it('clears the subscription on stop, and keeps the epoch', async () => {
    await control.subscribe(cameras('a'))
    await control.stop()
    expect(world.kept).toEqual({ running: false, epoch: 1, cameras: [] })
    expect(await control.subscribe(cameras('a'))).toMatchObject({ epoch: 2 })
  })

  it('carries out requests one after the other', async () => {
    const answers = await Promise.all([
      control.subscribe(cameras('a')),
      control.stop(),
      control.subscribe(cameras('b'))
    ])
    expect(answers).toEqual([{ epoch: 1, subscribed: ['a'] }, true, { epoch: 2, subscribed: ['b'] }])
    expect(world.calls.filter(call => call === 'start')).toHaveLength(2)
  })

  it('goes on with what was stored', async () => {
    world.kept = { running: true, epoch: 5, cameras: cameras('a') }
    await control.restore()
    expect(world.calls).toEqual(['results 5 a', 'start', 'assign 5 a'])
    expect(await control.subscribe(cameras('b'))).toMatchObject({ epoch: 6 })
  })

  it('keeps the store as it is when the process ends, so that the next start goes on', async () => {
    await control.subscribe(cameras('a'))
    await control.close()
    expect(world.kept).toMatchObject({ running: true, cameras: [{ stream: 'a' }] })
    expect(world.calls.at(-1)).toBe('stop')
  })

  it('watches also when the subscription cannot be kept, says so, and keeps it later', async () => {
    vi.useFakeTimers()
    try {
      world.storeFails = true
      await control.subscribe(cameras('a'))
      expect(await control.readiness()).toMatchObject({ ready: false, running: true })
      world.storeFails = false
      await vi.advanceTimersByTimeAsync(1500)
      expect(world.kept).toMatchObject({ epoch: 1 })
      expect(await control.readiness()).toMatchObject({ ready: true })
    } finally {
      vi.useRealTimers()
    }
  })

  it('goes on trying to take up the stored subscription, but a client that came first wins', async () => {
    vi.useFakeTimers()
    try {
      world.kept = { running: true, epoch: 5, cameras: cameras('old') }
      world.storeFails = true
      await control.restore()
      expect((await control.readiness()).ready).toBe(false)
      await control.subscribe(cameras('new'))
      world.storeFails = false
      await vi.advanceTimersByTimeAsync(3000)
      expect(control.state()).toMatchObject({ running: true, cameras: 1 })
      expect(world.calls.filter(call => call.includes('old'))).toEqual([])
    } finally {
      vi.useRealTimers()
    }
  })

  it('takes posted frames of subscribed streams alone, and names the others', async () => {
    await control.subscribe(cameras('a'))
    await control.acceptFrame('a', Buffer.from('jpeg'), '{"ts1":1}')
    expect(world.frames).toEqual(['a jpeg {"ts1":1}'])
    await expect(control.acceptFrame('b', Buffer.from('jpeg'), null)).rejects.toMatchObject({
      code: 'frame/not-subscribed'
    })
    await expect(control.acceptFrame('a', Buffer.alloc(0), null)).rejects.toMatchObject({ code: 'frame/empty' })
  })

  it('knows no timing of a stream that is not subscribed', async () => {
    await control.subscribe(cameras('a'))
    expect(await control.performance('b')).toBeNull()
    expect(await control.performance('a')).toEqual([])
  })
})
