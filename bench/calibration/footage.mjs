import { spawn, spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import path from 'node:path'

/** Clips of a folder with their size in pixels, by ffprobe. */
export function listClips(folder) {
  const files = readdirSync(folder).filter(file => /\.(mp4|mkv|avi|mov)$/i.test(file))
  return files.sort().map(file => {
    const args = ['-v', 'error', '-select_streams', 'v:0', '-show_entries', 'stream=width,height', '-of', 'csv=p=0']
    const probe = spawnSync('ffprobe', [...args, path.join(folder, file)], { encoding: 'utf8' })
    const [width, height] = probe.stdout.trim().split(',').map(Number)
    return { id: path.parse(file).name, file: path.join(folder, file), width, height }
  })
}

/**
 * Runs of three consecutive frames, spread evenly over the clip. Frames are `{ rgb, width, height }`.
 *
 * @param everyFrames A run starts at every so many frames.
 */
export async function* readRuns(clip, everyFrames) {
  const filter = `select='lt(mod(n,${everyFrames}),3)'`
  const args = [
    '-v',
    'error',
    '-i',
    clip.file,
    '-vf',
    filter,
    '-vsync',
    '0',
    '-f',
    'rawvideo',
    '-pix_fmt',
    'rgb24',
    '-'
  ]
  const ffmpeg = spawn('ffmpeg', args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const frameBytes = clip.width * clip.height * 3
  let run = []
  let waiting = Buffer.alloc(0)
  for await (const chunk of ffmpeg.stdout) {
    waiting = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk])
    while (waiting.length >= frameBytes) {
      run.push({ rgb: Buffer.from(waiting.subarray(0, frameBytes)), width: clip.width, height: clip.height })
      waiting = waiting.subarray(frameBytes)
      if (run.length < 3) continue
      yield run
      run = []
    }
  }
}
