import { beforeEach, describe, expect, it } from 'vitest'
import { slotOf } from '../src/fleet/slot.ts'
import { FleetCameras } from '../src/fleet-cameras.ts'
import { silentLog } from '../src/lib/log.ts'
import { type Camera, DEFAULT_CAMERA_SETTINGS } from '../src/model/camera.ts'
import type { Fence } from '../src/model/fence.ts'
import type { WatchTerms } from '../src/shards/shard-thread-handle.ts'

const camera = (stream: string): Camera => ({ stream, settings: DEFAULT_CAMERA_SETTINGS })
const fenceOf = (stream: string, token = 1): Fence => ({ slot: slotOf(stream), session: 'one', token })

/** Writes down what it is asked. */
class World {
  readonly calls: string[] = []
  kept = new Map<string, string>()
  reading: Promise<void> = Promise.resolve()
  readonly pool = {
    start: async () => void this.calls.push('start'),
    stop: async () => void this.calls.push('stop'),
    watch: async (epoch: number, cameras: readonly Camera[], { starts, fenceOf: of }: WatchTerms) => {
      const words = cameras.map(({ stream }) => `${stream}@${starts.get(stream) ?? 'end'}#${of(stream)?.token}`)
      this.calls.push(`watch ${epoch} ${words.join()}`)
    },
    letGo: async (streams: ReadonlySet<string>) => void this.calls.push(`let go ${[...streams].join()}`),
    drop: (streams: ReadonlySet<string>) => void this.calls.push(`drop ${[...streams].join()}`),
    accept: () => undefined,
    performance: async () => [],
    resetPerformance: async () => undefined,
    check: () => []
  }
  readonly overview = {
    setCameras: (streams: readonly string[], subscribed: readonly string[] = []) =>
      void this.calls.push(`show ${streams.join()} of ${subscribed.join()}`),
    adopt: async (streams: readonly string[]) => void this.calls.push(`adopt ${streams.join()}`),
    letGo: async (streams: readonly string[]) => void this.calls.push(`keep ${streams.join()}`),
    drop: () => void this.calls.push('forget')
  }
  readonly cursors = {
    load: async () => {
      await this.reading
      return this.kept
    }
  }

  /** What was asked since the call before, without what is only shown. */
  take(): string[] {
    return this.calls.splice(0).filter(call => !call.startsWith('show'))
  }
}

describe('cameras of a member', () => {
  let world: World
  let cameras: FleetCameras

  beforeEach(async () => {
    world = new World()
    const { pool, cursors, overview } = world
    cameras = new FleetCameras({ pool, cursors, overview: () => overview, log: silentLog })
    cameras.setStreams(1, ['a', 'b'])
    await cameras.start()
    await cameras.assign(1, [camera('a'), camera('b')], true)
    world.take()
  })

  it('watches those of the slots that it takes, from where they were judged', async () => {
    world.kept.set('a', '5-1')
    await cameras.take([fenceOf('a')])
    expect(world.take()).toEqual(['adopt a', 'watch 1 a@5-1#1'])
    expect([cameras.count, cameras.epoch]).toEqual([1, 1])
  })

  it('watches what is newly subscribed from its end, whatever was kept of it', async () => {
    await cameras.take([fenceOf('a'), fenceOf('b'), fenceOf('c')])
    world.kept.set('c', '5-1')
    world.take()
    cameras.setStreams(2, ['b', 'c', 'd'])
    await cameras.assign(2, [camera('b'), camera('c'), camera('d')], false)
    expect(world.calls).toContain('show b,c of b,c,d')
    expect(world.take()).toEqual(['watch 2 b@end#1,c@end#1'])
  })

  it('hands over what is known before it forgets the camera', async () => {
    await cameras.take([fenceOf('a'), fenceOf('b')])
    world.take()
    // Of another claim of the same slot.
    await cameras.handOver([fenceOf('a', 9)])
    expect(world.take()).toEqual(['let go ', 'keep '])
    await cameras.handOver([fenceOf('a')])
    expect(world.calls).toContain('show b of a,b')
    expect(world.take()).toEqual(['let go a', 'keep a'])
    expect(cameras.count).toBe(1)
  })

  it('drops what it loses at once, without keeping anything', async () => {
    const fence = fenceOf('a')
    await cameras.take([fence, fenceOf('b')])
    world.take()
    cameras.lose([fence])
    expect(world.calls).toContain('show b of a,b')
    expect(world.take()).toEqual(['drop a', 'forget'])
  })

  it('does not watch what it loses while it is being taken, and has not carried out its epoch until then', async () => {
    let read = () => {}
    world.reading = new Promise(resolve => {
      read = resolve
    })
    const first = fenceOf('a')
    const taking = cameras.take([first])
    await Promise.resolve()
    expect(cameras.epoch).toBe(0)
    cameras.lose([first])
    const again = cameras.take([fenceOf('a', 2)])
    read()
    await Promise.all([taking, again])
    expect(world.take().filter(call => call.startsWith('watch'))).toEqual(['watch 1 ', 'watch 1 a@end#2'])
    expect(cameras.epoch).toBe(1)
  })

  it('watches nothing while the service is stopped', async () => {
    cameras.setStreams(2, [])
    await cameras.stop()
    await cameras.take([fenceOf('a')])
    expect(world.take()).toEqual(['stop', 'adopt '])
    expect(cameras.epoch).toBe(2)
  })
})
