import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { AppError, errorText } from '../../errors.ts'
import { JpegSplitter } from '../../pipeline/capture/adapters/test-video/jpeg-splitter.ts'
import type { OwnFrame, OwnFrames } from './footage.ts'

/** Pictures are judged small, so wide ones are not encoded for nothing. */
const WIDEST_PX = 1280
const MAX_JPEG_BYTES = 16 * 1024 * 1024

/**
 * Every picture of a video at a steady rate, as JPEGs of good quality: read as fast as they are taken, never held all at once.
 *
 * @param lengthMs As ffprobe says.
 */
export function clipFrames(path: string, lengthMs: number, fps: number): OwnFrames {
  return { lengthMs, fps, frames: untilMs => readJpegs(path, fps, untilMs) }
}

async function* readJpegs(path: string, fps: number, untilMs: number): AsyncGenerator<OwnFrame> {
  const most = Math.max(1, Math.ceil((untilMs * fps) / 1000))
  const picture = ['-vf', `fps=${fps},scale='min(${WIDEST_PX},iw)':-2`, '-c:v', 'mjpeg', '-q:v', '3']
  const output = ['-frames:v', String(most), '-f', 'image2pipe', 'pipe:1']
  const args = ['-nostdin', '-v', 'error', '-threads', '1', '-i', `file:${path}`, '-an', ...picture, ...output]
  const child = spawn('ffmpeg', args, { stdio: ['ignore', 'pipe', 'ignore'] })
  const failed = new Promise<never>((_, reject) => {
    child.once('error', cause => {
      const why = `Cannot read ${path} through ffmpeg: ${errorText(cause)}; install it or put it on the PATH`
      reject(new AppError('footage/unreadable', why, { cause }))
    })
  })
  failed.catch(() => undefined)
  let waiting: Uint8Array[] = []
  const splitter = new JpegSplitter(MAX_JPEG_BYTES, jpeg => waiting.push(jpeg))
  let index = 0
  try {
    await Promise.race([once(child, 'spawn'), failed])
    for await (const chunk of child.stdout) {
      splitter.push(chunk as Buffer)
      const whole = waiting
      waiting = []
      for (const jpeg of whole) yield { atMs: Math.round((index++ * 1000) / fps), jpeg }
    }
  } finally {
    child.kill('SIGKILL')
  }
}
