import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import sharp from 'sharp'
import { AppError, errorText } from '../../../../errors.ts'
import type { Log } from '../../../../lib/log.ts'
import { JpegSplitter } from './jpeg-splitter.ts'
import type { PlayedFrame, StreamPlayer } from './stream-player.ts'

const MAX_FRAME_BYTES = 16 * 1024 * 1024
/** A program that ends by itself is started again after so long, ms. */
const RESTART_AFTER_MS = 2000
/** A program that does not end when asked to is killed after so long, ms. */
const KILL_AFTER_MS = 1000

export interface VideoPlayerOptions {
  readonly path: string
  readonly fps: number
  readonly log: Log
  /** The program; `ffmpeg` on the PATH when left out. */
  readonly program?: string
}

/** Plays a video file again and again through ffmpeg, which hands over one JPEG after the other. */
export class VideoPlayer implements StreamPlayer {
  readonly #options: VideoPlayerOptions
  #child: ChildProcessByStdio<null, Readable, Readable> | null = null
  #newest: Uint8Array | null = null
  #shape: readonly number[] | null = null
  #endedAtMs: number | null = null
  #closed = false

  constructor(options: VideoPlayerOptions) {
    this.#options = options
  }

  async prepare(): Promise<void> {
    await this.#launch()
  }

  async next(nowMs: number): Promise<PlayedFrame | null> {
    if (this.#child === null) await this.#relaunch(nowMs)
    const jpeg = this.#newest
    // Newest wins: a frame that nobody fetched in time is replaced, never queued.
    this.#newest = null
    if (jpeg === null) return null
    this.#shape ??= await shapeOf(jpeg)
    return { jpeg, shape: this.#shape }
  }

  async close(): Promise<void> {
    this.#closed = true
    const child = this.#child
    if (child === null) return
    const ended = once(child, 'close')
    child.kill('SIGTERM')
    const force = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS)
    await ended
    clearTimeout(force)
  }

  async #relaunch(nowMs: number): Promise<void> {
    this.#endedAtMs ??= nowMs
    if (this.#closed || nowMs - this.#endedAtMs < RESTART_AFTER_MS) return
    this.#endedAtMs = null
    await this.#launch()
  }

  async #launch(): Promise<void> {
    const { path, fps, program = 'ffmpeg', log } = this.#options
    const child = spawn(program, ffmpegArguments(path, fps), { stdio: ['ignore', 'pipe', 'pipe'] })
    try {
      await once(child, 'spawn')
    } catch (cause) {
      const message = `Cannot play ${path}: the program "${program}" cannot be started (${errorText(cause)}); install it or put it on the PATH`
      throw new AppError('frame/source-failed', message, { cause })
    }
    const splitter = new JpegSplitter(MAX_FRAME_BYTES, jpeg => {
      this.#newest = jpeg
    })
    let complaint = ''
    child.stdout.on('data', (chunk: Buffer) => splitter.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => {
      complaint = (complaint + chunk.toString('utf8')).slice(-500)
    })
    child.on('error', error => log.warn({ path, error }, 'ffmpeg could not be told to end'))
    child.on('close', code => {
      this.#child = null
      if (!this.#closed) log.warn({ path, code, complaint }, 'ffmpeg ended; it is started again')
    })
    this.#child = child
    if (this.#closed) child.kill('SIGKILL')
  }
}

function ffmpegArguments(path: string, fps: number): string[] {
  const input = ['-nostdin', '-loglevel', 'error', '-stream_loop', '-1', '-re', '-i', `file:${path}`]
  const output = [
    '-an',
    '-vf',
    `fps=${fps}`,
    '-c:v',
    'mjpeg',
    '-pix_fmt',
    'yuvj420p',
    '-q:v',
    '4',
    '-f',
    'image2pipe',
    'pipe:1'
  ]
  return [...input, ...output]
}

async function shapeOf(jpeg: Uint8Array): Promise<readonly number[]> {
  const { height, width, channels } = await sharp(jpeg).metadata()
  return [height, width, channels]
}
