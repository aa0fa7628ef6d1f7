// Frames as cameras of today send them: 720p, 1080p and 4K at quality 85 and 4:2:0, about 120, 260 and 950 KB.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { SceneCamera } from '../dist/pipeline/capture/adapters/test-video/scene-camera.js'
import { motorway } from '../dist/pipeline/capture/adapters/test-video/scenes/motorway.js'
import { street } from '../dist/pipeline/capture/adapters/test-video/scenes/street.js'

/**
 * @typedef {object} CameraSize
 * @property {string} name
 * @property {number} width Pixels.
 * @property {number} height Pixels.
 * @property {number} filmedGrain Strength of ffmpeg's noise filter that brings upscaled footage to a camera's bytes.
 * @property {number} drawnGrain Levels of grain that do so with a drawn scene.
 *
 * @typedef {{ camera: number, file: string, jpeg: Buffer }} CameraFrame
 */

/** @type {CameraSize[]} */
export const CAMERA_SIZES = [
  { name: '720p', width: 1280, height: 720, filmedGrain: 4, drawnGrain: 3 },
  { name: '1080p', width: 1920, height: 1080, filmedGrain: 5, drawnGrain: 4 },
  { name: '4K', width: 3840, height: 2160, filmedGrain: 5, drawnGrain: 5 }
]

/** Real footage lies beside the project, never in it. */
export const FOOTAGE = fileURLToPath(new URL('../../shared/bench/dev/clips', import.meta.url))

const JPEG_QUALITY = 85
const SCENES = [street, motorway]
const DRAWN_FPS = 10
/** Into a clip or a scene, where the first frame is taken. */
const FIRST_FRAME_S = 4

/**
 * Consecutive frames of several cameras, written to files too: real footage upscaled where there is some and ffmpeg, else
 * the built-in scenes.
 *
 * @param {CameraSize} size
 * @param {string} folder Where the files go.
 * @param {{ clips?: string, cameras?: number, framesEach?: number }} [choice]
 * @returns {Promise<CameraFrame[]>} A frame of each camera, then the next of each.
 */
export async function makeCameraFrames(size, folder, { clips = FOOTAGE, cameras = 4, framesEach = 2 } = {}) {
  const found = footageIn(clips)
  const frames = []
  for (let camera = 0; camera < cameras; camera++) {
    const pictures =
      found.length > 0
        ? filmed(found[camera % found.length], size, FIRST_FRAME_S + camera, framesEach)
        : await drawn(SCENES[camera % SCENES.length], size, FIRST_FRAME_S + camera, framesEach)
    for (const [number, rgb] of pictures.entries()) {
      const file = path.join(folder, `${size.name}-${number}-${camera}.jpg`)
      frames.push({ camera, number, file, jpeg: await encode(rgb, size) })
    }
  }
  for (const { file, jpeg } of frames) writeFileSync(file, jpeg)
  return frames.sort((one, other) => one.number - other.number || one.camera - other.camera)
}

/** One sentence for the head of a table. */
export function sourceOfFrames(clips = FOOTAGE) {
  return footageIn(clips).length > 0
    ? 'Frames: real footage, upscaled, with grain, quality 85'
    : 'Frames: the built-in scenes, upscaled, with grain, quality 85 (no footage beside the project, or no ffmpeg)'
}

/** @param {CameraFrame[]} frames @returns {number} KB of one, on average. */
export function meanKilobytes(frames) {
  return Math.round(frames.reduce((sum, { jpeg }) => sum + jpeg.length, 0) / frames.length / 1000)
}

function footageIn(clips) {
  if (!existsSync(clips) || spawnSync('ffmpeg', ['-version'], { stdio: 'ignore' }).status !== 0) return []
  const files = readdirSync(clips).filter(file => file.endsWith('_hd.mp4'))
  return files.sort().map(file => path.join(clips, file))
}

function filmed(clip, { width, height, filmedGrain }, fromSecond, count) {
  const noise = `noise=alls=${filmedGrain}:allf=t:all_seed=${fromSecond}`
  const args = ['-v', 'error', '-ss', String(fromSecond), '-i', clip, '-frames:v', String(count)]
  const filter = `scale=${width}:${height}:flags=lanczos,format=yuv420p,${noise}`
  const rgb = execFileSync('ffmpeg', [...args, '-vf', filter, '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'], {
    maxBuffer: 1 << 28
  })
  const bytes = width * height * 3
  return Array.from({ length: count }, (_, i) => rgb.subarray(i * bytes, (i + 1) * bytes))
}

async function drawn(scene, { width, height, drawnGrain }, fromSecond, count) {
  const camera = new SceneCamera({ scene, schedule: { firstAtSeconds: 0, kinds: [] }, fps: DRAWN_FPS, startedAtMs: 0 })
  await camera.prepare()
  const pictures = []
  for (let i = 0; i < count; i++) {
    const { jpeg } = await camera.next(fromSecond * 1000 + (i * 1000) / DRAWN_FPS)
    const rgb = await sharp(jpeg).resize(width, height, { kernel: 'lanczos3', fit: 'fill' }).raw().toBuffer()
    addGrain(rgb, drawnGrain, fromSecond * count + i)
    pictures.push(rgb)
  }
  await camera.close()
  return pictures
}

/** The same on all three channels: grain of the luma. */
function addGrain(rgb, levels, seed) {
  let state = seed
  for (let at = 0; at < rgb.length; at += 3) {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    const grain = ((state >> 16) % (2 * levels + 1)) - levels
    for (let channel = at; channel < at + 3; channel++) rgb[channel] = Math.max(0, Math.min(255, rgb[channel] + grain))
  }
}

function encode(rgb, { width, height }) {
  return sharp(rgb, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: JPEG_QUALITY })
    .toBuffer()
}
