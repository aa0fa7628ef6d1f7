import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { missing } from './installed.mjs'

const run = promisify(execFile)
/** ffmpeg shows what it used with 1 ms of precision. */
const BENCH_LINE = /bench: utime=([\d.]+)s stime=([\d.]+)s/

/**
 * ffmpeg's own filters over a stream of the frames, on one thread. What starting it costs is taken off: it is measured with a
 * stream of one frame.
 *
 * @param {string} filters As for `-vf`.
 * @param {import('../../camera-frames.mjs').CameraFrame[]} frames
 * @param {{ folder: string, passes: number }} options `passes`: how often the stream goes through the frames.
 * @returns {import('../../rounds.mjs').Contestant}
 */
export function ffmpegFilters(filters, frames, { folder, passes }) {
  const name = `ffmpeg ${filters}`
  const absent = missing('ffmpeg')
  if (absent !== null) return { name, missing: absent }
  const jpegs = frames.map(({ jpeg }) => jpeg)
  const stream = path.join(folder, 'frames.mjpeg')
  writeFileSync(stream, Buffer.concat(Array.from({ length: passes }, () => jpegs).flat()))
  const frameCount = jpegs.length * passes
  return {
    name,
    cpuMsPerFrame: async () => {
      const oneMs = await cpuMs(filters, stream, 1)
      return ((await cpuMs(filters, stream, frameCount)) - oneMs) / (frameCount - 1)
    }
  }
}

async function cpuMs(filters, stream, frames) {
  const input = ['-threads', '1', '-f', 'mjpeg', '-i', stream]
  const output = ['-frames:v', String(frames), '-threads', '1', '-vf', filters, '-f', 'null', '-']
  const { stderr } = await run('ffmpeg', ['-nostdin', '-benchmark', '-filter_threads', '1', ...input, ...output])
  const used = BENCH_LINE.exec(stderr)
  if (used === null) throw new Error(`ffmpeg said nothing of its CPU: ${stderr.slice(-300)}`)
  return (Number(used[1]) + Number(used[2])) * 1000
}
