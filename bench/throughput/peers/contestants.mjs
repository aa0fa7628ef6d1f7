import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { cpuMsOf } from '../../rounds.mjs'
import { missing, PYTHON } from './installed.mjs'
import { LinePeer } from './line-peer.mjs'

/**
 * @typedef {import('../../camera-frames.mjs').CameraFrame} CameraFrame
 * @typedef {import('../../rounds.mjs').Contestant} Contestant
 */

const PYTHON_FRAMES = fileURLToPath(new URL('python_frames.py', import.meta.url))

sharp.cache(false)
sharp.concurrency(1)

/**
 * libjpeg-turbo from C: decode to grey, nothing else.
 *
 * @param {ReturnType<typeof import('./libjpeg.mjs').buildLibjpeg>} libjpeg
 * @param {CameraFrame[]} frames
 * @param {number} denominator 1, 2, 4, 8.
 * @returns {Contestant}
 */
export function libjpegDecode(libjpeg, frames, denominator) {
  const name = `libjpeg-turbo from C, grey at 1/${denominator}, decode alone`
  if ('missing' in libjpeg) return { name, missing: libjpeg.missing }
  return answering(name, libjpeg.start(frames.map(({ file }) => file)), String(denominator), frames.length)
}

/**
 * OpenCV from Python: decode to grey, the reference's work.
 *
 * @param {CameraFrame[]} frames
 * @param {number} denominator 1 is the full decode of the reference; else OpenCV at its best.
 * @returns {Contestant}
 */
export function openCv(frames, denominator) {
  const how = denominator === 1 ? 'full decode' : `IMREAD_REDUCED_GRAYSCALE_${denominator}`
  const name = `OpenCV from Python, ${how}, reference work`
  const absent = missing('python3-opencv')
  if (absent !== null) return { name, missing: absent }
  const peer = new LinePeer(PYTHON, ['-B', PYTHON_FRAMES, ...frames.map(({ file }) => file)])
  return answering(name, peer, String(denominator), frames.length)
}

/**
 * sharp: decode with shrink-on-load to three channels.
 *
 * @param {CameraFrame[]} frames
 * @param {import('../../camera-frames.mjs').CameraSize} size
 * @param {number} denominator
 * @returns {Contestant}
 */
export function sharpDecode(frames, { width, height }, denominator) {
  const decodeAll = async () => {
    for (const { jpeg } of frames) {
      const small = sharp(jpeg).resize(width / denominator, height / denominator, { fit: 'fill' })
      await small.raw().toBuffer()
    }
  }
  return {
    name: `sharp at 1/${denominator}, decode alone`,
    cpuMsPerFrame: async () => (await cpuMsOf(decodeAll)) / frames.length
  }
}

/** A peer that answers a line with the CPU that all frames took, us. */
function answering(name, peer, line, frameCount) {
  return {
    name,
    cpuMsPerFrame: async () => Number(await peer.ask(line)) / 1000 / frameCount,
    end: () => peer.end()
  }
}
