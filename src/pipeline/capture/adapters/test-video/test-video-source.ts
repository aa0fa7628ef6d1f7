import { AppError, errorText } from '../../../../errors.ts'
import type { Log } from '../../../../lib/log.ts'
import type { FrameSink, FrameSource, SourceStatus, WatchedStream } from '../../frame-source.ts'
import { BUILT_IN_CAMERAS } from './built-in-cameras.ts'
import { FolderPlayer } from './folder-player.ts'
import { SceneCamera } from './scene-camera.ts'
import type { PlayedFrame, StreamPlayer } from './stream-player.ts'
import { listTestFolder } from './test-folder.ts'
import { VideoPlayer } from './video-player.ts'

export interface TestVideoOptions {
  /** Frames a second of each stream. */
  readonly fps: number
  /** TEST_VIDEO_DIR, or null for the built-in cameras. */
  readonly directory: string | null
  readonly sink: FrameSink
  /** Epoch ms. */
  readonly clock: () => number
  readonly log: Log
  /** The program that plays video files; `ffmpeg` on the PATH when left out. */
  readonly ffmpeg?: string
}

interface Playing {
  readonly stream: string
  readonly player: StreamPlayer
  timer: NodeJS.Timeout | null
  dueMs: number
  /** The frame in the making, or null. */
  frame: Promise<void> | null
  failedAtMs: number
  closed: boolean
}

/** Share of a frame's period from one stream's tick to the next one's: the golden ratio spreads any number evenly. */
const STAGGER = 0.618
const LOG_EVERY_MS = 1000

/** Test cameras: built-in scenes, or the folder of TEST_VIDEO_DIR. Streams that it does not know are passed over. */
export class TestVideoSource implements FrameSource {
  readonly name = 'test-video'
  readonly #options: TestVideoOptions
  readonly #playing = new Map<string, Playing>()
  /** Streams that are not ready to play yet, and since when there are none. */
  #unready = 0
  #readySinceMs: number
  /** Getting ready costs seconds of rendering: one stream after the other, so that the first plays soon. */
  #preparing: Promise<void> = Promise.resolve()
  #closing: Promise<unknown> = Promise.resolve()
  #started = false
  #lastCursor = 0
  #skipped = 0

  constructor(options: TestVideoOptions) {
    this.#options = options
    this.#readySinceMs = options.clock()
  }

  async start(): Promise<void> {
    this.#started = true
    for (const playing of this.#playing.values()) this.#prepare(playing)
  }

  /** The clip of a stream that stays goes on; a new one begins now, whatever its cursor. */
  async watch(streams: readonly WatchedStream[]): Promise<void> {
    const wanted = new Set(streams.map(({ stream }) => stream))
    const leaving = [...this.#playing.values()].filter(({ stream }) => !wanted.has(stream))
    this.#closing = Promise.all([this.#closing, ...leaving.map(playing => this.#drop(playing))])
    for (const stream of wanted) {
      if (this.#playing.has(stream)) continue
      const player = this.#createPlayer(stream)
      if (player === null) continue
      const playing = { stream, player, timer: null, dueMs: 0, frame: null, failedAtMs: -LOG_EVERY_MS, closed: false }
      this.#playing.set(stream, playing)
      if (this.#started) this.#prepare(playing)
    }
  }

  async close(): Promise<void> {
    this.#started = false
    await Promise.all([this.#closing, ...[...this.#playing.values()].map(playing => this.#drop(playing))])
    await this.#preparing
  }

  /** Not connected while scenes are being rendered: a camera that could not begin is not silent. */
  status(): SourceStatus {
    const sinceMs = this.#readySinceMs
    if (this.#unready > 0)
      return { connected: false, sinceMs, detail: `Getting ready, ${this.#unready} test streams to go` }
    const count = `${this.#playing.size} test ${this.#playing.size === 1 ? 'stream plays' : 'streams play'}`
    const skipped = this.#skipped === 0 ? '' : `; ${this.#skipped} frames left out, since the one before was not ready`
    return { connected: true, sinceMs, detail: `${count} at ${this.#options.fps} frames/s${skipped}` }
  }

  /** A camera does not wait: nothing can go on from an earlier place. */
  position(): null {
    return null
  }

  #createPlayer(stream: string): StreamPlayer | null {
    const { directory, fps, clock, log, ffmpeg } = this.#options
    if (directory === null) {
      const camera = BUILT_IN_CAMERAS.find(({ scene }) => scene.stream === stream)
      return camera === undefined ? null : new SceneCamera({ ...camera, fps, startedAtMs: clock() })
    }
    const item = listTestFolder(directory).find(each => each.stream === stream)
    if (item === undefined) return null
    if (item.kind === 'folder') return new FolderPlayer(item.path)
    return new VideoPlayer({ path: item.path, fps, log, ...(ffmpeg === undefined ? {} : { program: ffmpeg }) })
  }

  #prepare(playing: Playing): void {
    this.#unready++
    this.#preparing = this.#preparing.then(async () => {
      const ready = !playing.closed && (await this.#makeReady(playing))
      this.#unready--
      if (this.#unready === 0) this.#readySinceMs = this.#options.clock()
      if (!ready || playing.closed) return
      const periodMs = 1000 / this.#options.fps
      const place = [...this.#playing.keys()].indexOf(playing.stream)
      playing.dueMs = this.#options.clock() + periodMs * (((place + 1) * STAGGER) % 1)
      this.#arm(playing)
    })
  }

  async #makeReady({ player, stream }: Playing): Promise<boolean> {
    try {
      await player.prepare()
      return true
    } catch (error) {
      this.#options.log.error({ stream, error }, `Test stream cannot be played: ${errorText(error)}`)
      return false
    }
  }

  #arm(playing: Playing): void {
    const nowMs = this.#options.clock()
    const periodMs = 1000 / this.#options.fps
    // The clock was set back.
    if (playing.dueMs - nowMs > 2 * periodMs) playing.dueMs = nowMs + periodMs
    playing.timer = setTimeout(() => this.#tick(playing), Math.max(0, playing.dueMs - nowMs))
  }

  #tick(playing: Playing): void {
    const nowMs = this.#options.clock()
    const periodMs = 1000 / this.#options.fps
    // Ticks that were slept through are not made up for.
    playing.dueMs += periodMs * Math.max(1, Math.ceil((nowMs - playing.dueMs) / periodMs))
    this.#arm(playing)
    if (playing.frame !== null) {
      this.#skipped++
      return
    }
    playing.frame = this.#play(playing, nowMs).finally(() => {
      playing.frame = null
    })
  }

  async #play(playing: Playing, nowMs: number): Promise<void> {
    try {
      const frame = await playing.player.next(nowMs)
      if (frame !== null && !playing.closed) this.#push(playing.stream, frame, nowMs)
    } catch (error) {
      if (nowMs - playing.failedAtMs < LOG_EVERY_MS) return
      playing.failedAtMs = nowMs
      const failure =
        error instanceof AppError
          ? error
          : new AppError('frame/source-failed', `Cannot play ${playing.stream}: ${errorText(error)}`, { cause: error })
      this.#options.log.warn({ stream: playing.stream, error: failure }, failure.message)
    }
  }

  #push(stream: string, { jpeg, shape, announced }: PlayedFrame, capturedAtMs: number): void {
    const nowMs = this.#options.clock()
    this.#lastCursor = Math.max(this.#lastCursor + 1, Math.floor(nowMs))
    this.#options.sink.push({
      stream,
      cursor: String(this.#lastCursor),
      jpeg,
      problem: null,
      meta: {
        capturedAtMs,
        enqueuedAtMs: nowMs,
        wallClock: new Date(capturedAtMs).toISOString(),
        shape,
        problem: null,
        ...(announced === undefined ? {} : { announced })
      },
      addedAtMs: nowMs,
      receivedAtMs: nowMs
    })
  }

  async #drop(playing: Playing): Promise<void> {
    playing.closed = true
    this.#playing.delete(playing.stream)
    if (playing.timer !== null) clearTimeout(playing.timer)
    await playing.frame
    await playing.player.close()
  }
}
