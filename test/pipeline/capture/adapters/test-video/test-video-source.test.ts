import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../../../src/errors.ts'
import { type Log, silentLog } from '../../../../../src/lib/log.ts'
import type { EncodedFrame } from '../../../../../src/model/frame.ts'
import { BUILT_IN_CAMERAS } from '../../../../../src/pipeline/capture/adapters/test-video/built-in-cameras.ts'
import { FAULT_SECONDS } from '../../../../../src/pipeline/capture/adapters/test-video/fault-schedule.ts'
import { TestVideoSource } from '../../../../../src/pipeline/capture/adapters/test-video/test-video-source.ts'

import { describeWith } from '../../../../servers/need.ts'

const START_MS = Date.UTC(2026, 10, 4, 10, 0, 0)
const FPS = 5
const PERIOD_MS = 1000 / FPS

let folder: string
let frames: EncodedFrame[]
let source: TestVideoSource | null
const lost = vi.fn()

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: START_MS })
  folder = await mkdtemp(join(tmpdir(), 'test-video-'))
  frames = []
  source = null
})
afterEach(async () => {
  await source?.close()
  vi.useRealTimers()
  await rm(folder, { recursive: true, force: true })
})

interface Changes {
  readonly directory?: string | null
  readonly log?: Log
  readonly ffmpeg?: string
}

function create(changes: Changes = {}): TestVideoSource {
  const sink = { push: (frame: EncodedFrame) => frames.push(frame), lost }
  source = new TestVideoSource({
    fps: FPS,
    directory: folder,
    sink,
    clock: () => Date.now(),
    log: silentLog,
    ...changes
  })
  return source
}

const watched = (...streams: string[]) => streams.map(stream => ({ stream, cursor: null }))

/** Lets real work (file reads, encoding) through until a condition holds; the fake clock stands still meanwhile. */
async function until(condition: () => boolean, what: string): Promise<void> {
  for (let turn = 0; turn < 200_000; turn++) {
    if (condition()) return
    await new Promise(resolve => setImmediate(resolve))
  }
  throw new Error(`Never came: ${what}`)
}

/** Moves the fake clock by one frame's period and waits for the frames of that period. */
async function step(expected: number): Promise<void> {
  const wanted = frames.length + expected
  vi.advanceTimersByTime(PERIOD_MS)
  await until(() => frames.length >= wanted, `${expected} frames at ${Date.now() - START_MS} ms`)
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 300; turn++) await new Promise(resolve => setImmediate(resolve))
}

async function addPictures(name: string, count: number): Promise<Buffer[]> {
  await mkdir(join(folder, name))
  const pictures: Buffer[] = []
  for (let i = 0; i < count; i++) {
    const background = { r: 40 * i + 20, g: 90, b: 130 }
    const jpeg = await sharp({ create: { width: 48, height: 32, channels: 3, background } })
      .jpeg()
      .toBuffer()
    pictures.push(jpeg)
    await writeFile(join(folder, name, `${String(i).padStart(3, '0')}.jpg`), jpeg)
  }
  return pictures
}

/** Has started the source, and its streams are ready to tick. */
async function play(changes: Changes, ...streams: string[]): Promise<TestVideoSource> {
  const created = create(changes)
  await created.watch(watched(...streams))
  await created.start()
  await until(() => vi.getTimerCount() >= streams.length, 'timers of all streams')
  return created
}

describe('TestVideoSource with a folder', () => {
  it('plays the pictures in order, again and again, at the frame rate', async () => {
    const pictures = await addPictures('gate', 3)
    await play({}, 'gate')
    for (let i = 0; i < 7; i++) await step(1)
    expect(frames.map(frame => Buffer.from(frame.jpeg))).toEqual([0, 1, 2, 0, 1, 2, 0].map(i => pictures[i]))
    const times = frames.map(frame => frame.meta.capturedAtMs ?? 0)
    expect(times.slice(1).map((time, i) => time - times[i]!)).toEqual(Array(6).fill(PERIOD_MS))
  })

  it('gives each frame times, shape and a growing cursor', async () => {
    await addPictures('gate', 2)
    await play({}, 'gate')
    await step(1)
    await step(1)
    const [frame, next] = frames
    expect(frame?.stream).toBe('gate')
    expect(frame?.meta.shape).toEqual([32, 48, 3])
    expect(frame?.meta.wallClock).toBe(new Date(frame?.meta.capturedAtMs ?? 0).toISOString())
    expect(frame?.meta.announced).toBeUndefined()
    expect(frame?.problem).toBeNull()
    expect(Number(next?.cursor)).toBeGreaterThan(Number(frame?.cursor))
  })

  it('does not play several streams in the same moment', async () => {
    for (const name of ['a', 'b', 'c']) await addPictures(name, 1)
    await play({}, 'a', 'b', 'c')
    await step(3)
    expect(new Set(frames.map(frame => frame.stream)).size).toBe(3)
    expect(new Set(frames.map(frame => frame.meta.capturedAtMs)).size).toBe(3)
  })

  it('passes over streams that it does not know', async () => {
    await addPictures('gate', 1)
    await play({}, 'gate')
    await source?.watch(watched('gate', 'somebody-elses', 'test-street'))
    await step(1)
    expect(frames.map(frame => frame.stream)).toEqual(['gate'])
    expect(source?.status().detail).toContain('1 test stream plays')
  })

  it('stops a stream that is no longer watched, and goes on with the others where they were', async () => {
    const pictures = await addPictures('a', 3)
    await addPictures('b', 3)
    const playing = await play({}, 'a', 'b')
    await step(2)
    await playing.watch(watched('a'))
    await step(1)
    await step(1)
    expect(frames.slice(2).map(frame => frame.stream)).toEqual(['a', 'a'])
    expect(Buffer.from(frames.at(-1)?.jpeg ?? [])).toEqual(pictures[2])
  })

  it('passes the bytes of a damaged file on, without a shape', async () => {
    await mkdir(join(folder, 'gate'))
    await writeFile(join(folder, 'gate', '1.jpg'), 'no picture')
    await play({}, 'gate')
    await step(1)
    expect(Buffer.from(frames[0]?.jpeg ?? []).toString()).toBe('no picture')
    expect(frames[0]?.meta.shape).toBeNull()
  })

  it('says which file cannot be read, and goes on', async () => {
    await addPictures('gate', 2)
    const warn = vi.fn()
    await play({ log: { ...silentLog, warn } }, 'gate')
    await rm(join(folder, 'gate', '000.jpg'))
    vi.advanceTimersByTime(PERIOD_MS)
    await until(() => warn.mock.calls.length === 1, 'a warning')
    const { error } = warn.mock.calls[0]![0] as { error: AppError }
    expect(error.code).toBe('frame/source-failed')
    expect(error.message).toContain(join(folder, 'gate', '000.jpg'))
    await step(1)
  })

  it('delivers nothing before start and nothing after close', async () => {
    await addPictures('gate', 2)
    const created = create()
    // Whoever else lives in this process may have timers too.
    const others = vi.getTimerCount()
    await created.watch(watched('gate'))
    await settle()
    expect(vi.getTimerCount()).toBe(others)
    await created.start()
    await until(() => vi.getTimerCount() === others + 1, 'the timer')
    await step(1)
    vi.advanceTimersByTime(PERIOD_MS)
    await created.close()
    const count = frames.length
    vi.advanceTimersByTime(10 * PERIOD_MS)
    await settle()
    expect(frames.length).toBe(count)
    expect(vi.getTimerCount()).toBe(others)
  })

  it('leaves out a tick while the frame before is still being made, and says how many', async () => {
    await addPictures('gate', 1)
    const created = await play({}, 'gate')
    // Three ticks pass without the event loop getting a turn in which the first frame could be finished.
    vi.advanceTimersByTime(3 * PERIOD_MS)
    await until(() => frames.length === 1, 'the first frame')
    await settle()
    expect(frames).toHaveLength(1)
    expect(created.status().detail).toContain('2 frames left out')
  })
})

describe('TestVideoSource with built-in cameras', () => {
  it('plays a camera, announces its fault in the meta, and withholds frames in a gap', {
    timeout: 60_000
  }, async () => {
    const camera = BUILT_IN_CAMERAS.find(({ schedule }) => schedule.kinds[0] === 'stream-gap')!
    const created = await play({ directory: null }, camera.scene.stream)
    await step(1)
    const [frame] = frames
    expect(frame?.meta.shape).toEqual([360, 640, 3])
    expect(frame?.meta.announced?.fault).toBeNull()
    const beginsAtMs = START_MS + camera.schedule.firstAtSeconds * 1000
    expect(frame?.meta.announced?.next).toEqual({ kind: 'stream-gap', at: new Date(beginsAtMs).toISOString() })
    const { width, height, format } = await sharp(frame?.jpeg).metadata()
    expect([width, height, format]).toEqual([640, 360, 'jpeg'])

    vi.setSystemTime(beginsAtMs)
    const before = frames.length
    vi.advanceTimersByTime((FAULT_SECONDS - 1) * 1000)
    await settle()
    expect(frames.length - before).toBe(0)
    vi.advanceTimersByTime(1000 + PERIOD_MS)
    await settle()
    await step(1)
    expect(frames.at(-1)?.meta.announced?.fault).toBeNull()
    await created.close()
  })

  it('closes at once while a camera is getting ready', async () => {
    const created = create({ directory: null })
    await created.watch(watched('test-warehouse', 'test-shop'))
    await created.start()
    await created.close()
    await settle()
    expect(vi.getTimerCount()).toBe(0)
    expect(frames).toEqual([])
  })
})

describe('TestVideoSource with videos', () => {
  it('names the program that is missing, and plays the other streams', async () => {
    await addPictures('gate', 1)
    await writeFile(join(folder, 'film.mp4'), 'x')
    const error = vi.fn()
    const created = create({ log: { ...silentLog, error }, ffmpeg: 'no-such-ffmpeg' })
    await created.watch(watched('film', 'gate'))
    await created.start()
    await until(() => vi.getTimerCount() === 1, 'the timer of the folder')
    await step(1)
    expect(frames[0]?.stream).toBe('gate')
    const { error: failure } = error.mock.calls[0]![0] as { error: AppError }
    expect(failure).toBeInstanceOf(AppError)
    expect(failure.code).toBe('frame/source-failed')
    expect(failure.message).toContain('no-such-ffmpeg')
    expect(failure.message).toContain(join(folder, 'film.mp4'))
  })
})

describeWith({ ffmpeg: true }, 'TestVideoSource with ffmpeg', ({ ffmpeg }) => {
  it('plays a video through ffmpeg, beyond its end, and ends the program on close', async () => {
    vi.useRealTimers()
    const path = join(folder, 'film.avi')
    const input = ['-f', 'lavfi', '-i', 'testsrc=size=160x120:rate=10:duration=0.5']
    execFileSync(ffmpeg, ['-loglevel', 'error', ...input, '-c:v', 'mjpeg', path])
    const sink = { push: (frame: EncodedFrame) => frames.push(frame), lost }
    const created = new TestVideoSource({ fps: 20, directory: folder, sink, clock: Date.now, log: silentLog, ffmpeg })
    await created.watch(watched('film'))
    await created.start()
    await vi.waitFor(() => expect(frames.length).toBeGreaterThan(14), { timeout: 20_000 })
    await created.close()
    expect(frames[0]?.meta.shape).toEqual([120, 160, 3])
    const { data } = await sharp(frames.at(-1)?.jpeg).raw().toBuffer({ resolveWithObject: true })
    expect(data.length).toBe(160 * 120 * 3)
    const count = frames.length
    await new Promise(resolve => setTimeout(resolve, 200))
    expect(frames.length).toBe(count)
  })
})
