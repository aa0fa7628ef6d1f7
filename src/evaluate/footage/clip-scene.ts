import { spawn } from 'node:child_process'
import { basename, extname } from 'node:path'
import { AppError, errorText } from '../../errors.ts'
import { createImage } from '../pictures/rgb-image.ts'
import { clipFrames } from './clip-frames.ts'
import { type FootageScene, isMonochrome, type OwnFrames, type Reel, reelSize } from './footage.ts'
import { YuvReel } from './yuv-reel.ts'

/** Memory that the pictures of one reel may take; a longer clip is used up to there. */
const MAX_REEL_BYTES = 300e6
const PROBE_WIDTH_PX = 320
const PROBE_FRAMES = 6
/** Clips are read no slower than this, so that things in them move also at few frames a second. */
const LEAST_FPS = 2
/** As a clip is read when it is shown as it is, pictures a second. */
const USUAL_FPS = 5

/** A video file, read through ffmpeg and ffprobe on the PATH. */
export class ClipScene implements FootageScene {
  readonly id: string
  readonly width: number
  readonly height: number
  readonly monochrome: boolean
  readonly own?: OwnFrames
  readonly #path: string

  /**
   * @param fps As it is read when it is shown as it is, pictures a second.
   * @throws {AppError} `footage/unreadable` when there is no ffmpeg or the file is no video.
   */
  static async probe(path: string, fps = USUAL_FPS): Promise<ClipScene> {
    const size = await sizeOf(path)
    const lengthMs = await lengthOf(path)
    const { width, height } = reelSize(size, PROBE_WIDTH_PX)
    const frames = await readFrames(path, width, height, 1, PROBE_FRAMES)
    const reel = new YuvReel(width, height, 1, frames)
    const image = createImage(width, height)
    // One picture may show nothing coloured by chance.
    const monochrome = frames.every((_, second) => {
      reel.read(1000 * second, image)
      return isMonochrome(image)
    })
    return new ClipScene(path, size, monochrome, lengthMs === null ? null : clipFrames(path, lengthMs, fps))
  }

  private constructor(
    path: string,
    size: { width: number; height: number },
    monochrome: boolean,
    own: OwnFrames | null
  ) {
    if (own !== null) this.own = own
    this.#path = path
    this.id = basename(path, extname(path))
    this.width = size.width
    this.height = size.height
    this.monochrome = monochrome
  }

  async open(widthPx: number, fps: number): Promise<Reel> {
    const { width, height } = reelSize(this, widthPx)
    const rate = Math.max(LEAST_FPS, fps)
    const most = Math.floor(MAX_REEL_BYTES / (width * height * 1.5))
    return new YuvReel(width, height, rate, await readFrames(this.#path, width, height, rate, most))
  }
}

async function sizeOf(path: string): Promise<{ width: number; height: number }> {
  const entries = ['-show_entries', 'stream=width,height', '-of', 'csv=p=0']
  const output = await run('ffprobe', ['-v', 'error', '-select_streams', 'v:0', ...entries, path], path)
  const [width = Number.NaN, height = Number.NaN] = Buffer.concat(output).toString('utf8').trim().split(',').map(Number)
  if (width > 1 && height > 1) return { width, height }
  throw new AppError('footage/unreadable', `Cannot read ${path}: expected a video, ffprobe found none in it`)
}

/** Null where the file does not say. */
async function lengthOf(path: string): Promise<number | null> {
  const output = await run('ffprobe', ['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0', path], path)
  const seconds = Number(Buffer.concat(output).toString('utf8').trim())
  return Number.isFinite(seconds) && seconds > 0 ? Math.round(seconds * 1000) : null
}

async function readFrames(
  path: string,
  width: number,
  height: number,
  fps: number,
  most: number
): Promise<Uint8Array[]> {
  const filter = `fps=${fps},scale=${width}:${height}:flags=area:out_color_matrix=bt601:out_range=full`
  const output = ['-frames:v', String(most), '-f', 'rawvideo', '-pix_fmt', 'yuvj420p', 'pipe:1']
  const chunks = await run(
    'ffmpeg',
    ['-nostdin', '-v', 'error', '-threads', '1', '-i', `file:${path}`, '-an', '-vf', filter, ...output],
    path
  )
  const frames = cut(chunks, width * height * 1.5)
  if (frames.length === 0)
    throw new AppError('footage/unreadable', `Cannot read ${path}: ffmpeg found no picture in it`)
  return frames
}

function cut(chunks: readonly Buffer[], frameBytes: number): Uint8Array[] {
  const frames: Uint8Array[] = []
  let frame = new Uint8Array(frameBytes)
  let filled = 0
  for (const chunk of chunks) {
    for (let at = 0; at < chunk.length; ) {
      const count = Math.min(chunk.length - at, frameBytes - filled)
      frame.set(chunk.subarray(at, at + count), filled)
      at += count
      filled += count
      if (filled < frameBytes) continue
      frames.push(frame)
      frame = new Uint8Array(frameBytes)
      filled = 0
    }
  }
  return frames
}

async function run(program: string, args: readonly string[], path: string): Promise<Buffer[]> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const output: Buffer[] = []
  let complaint = ''
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString('utf8')).slice(-300)
  })
  const failed = (why: string, cause?: unknown) =>
    new AppError('footage/unreadable', `Cannot read ${path} through ${program}: ${why}`, { cause })
  return await new Promise((resolve, reject) => {
    child.once('error', cause => reject(failed(`${errorText(cause)}; install it or put it on the PATH`, cause)))
    child.once('close', code =>
      code === 0 ? resolve(output) : reject(failed(complaint.trim() || `it ended with ${code}`))
    )
  })
}
