import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { AssemblyDecoder } from '../../../dist/codec/assembly-decoder.js'
import { givePicture } from '../../../dist/codec/give-picture.js'
import { readJpegHeader } from '../../../dist/codec/jpeg-header.js'
import { PlanePool } from '../../../dist/codec/plane-pool.js'
import { planScan } from '../../../dist/codec/scan-plan.js'
import { makeCameraFrames, meanKilobytes, sourceOfFrames } from '../../camera-frames.mjs'
import { cpuMsOf, median, medianRatio, takeTurns } from '../../rounds.mjs'
import { libjpegDecode, sharpDecode } from '../peers/contestants.mjs'
import { buildLibjpeg } from '../peers/libjpeg.mjs'
import { goal, NO_GOAL } from '../report.mjs'

/** Share of libjpeg-turbo's CPU that ours should take at most, by denominator. */
const MOST_RATIO = { 8: 0.7, 4: 0.85, 2: 0.85 }
const WARM_UP_ROUNDS = 8
const POOL_BYTES = 1 << 24
const COLUMNS = [
  'frame',
  'scale',
  'ours, ms',
  'libjpeg-turbo, ms',
  'sharp, ms',
  'ours / libjpeg-turbo',
  'goal',
  'verdict'
]

/**
 * CPU of decoding alone: ours (luma, chroma, block figures) at each scale beside libjpeg-turbo's decode to grey and sharp's.
 *
 * @param {{ sizes: import('../../camera-frames.mjs').CameraSize[], rounds: number, clips?: string }} load
 */
export async function decode({ sizes, rounds, clips }) {
  const folder = mkdtempSync(path.join(tmpdir(), 'camera-check-decode-'))
  try {
    const libjpeg = buildLibjpeg(folder)
    const rows = []
    for (const size of sizes) {
      const frames = await makeCameraFrames(size, folder, { clips, framesEach: 1 })
      for (const denominator of [8, 4, 2]) rows.push(await compare(frames, { size, denominator, libjpeg, rounds }))
    }
    return { title: `Decoding alone, ${rounds} rounds in turn`, columns: COLUMNS, rows, note: sourceOfFrames(clips) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function compare(frames, { size, denominator, libjpeg, rounds }) {
  const [own, peer, library] = [
    ownDecode(frames, denominator),
    libjpegDecode(libjpeg, frames, denominator),
    sharpDecode(frames, size, denominator)
  ]
  for (let i = 0; i < WARM_UP_ROUNDS; i++) await own.cpuMsPerFrame()
  try {
    const times = await takeTurns([own, peer, library], rounds)
    const ms = ({ name, missing }) => missing ?? median(times.get(name)).toFixed(2)
    const frame = `${size.name}, ${meanKilobytes(frames)} KB`
    return [frame, `1/${denominator}`, ms(own), ms(peer), ms(library), ...ratioCells(own, peer, denominator, times)]
  } finally {
    peer.end?.()
  }
}

function ratioCells(own, peer, denominator, times) {
  if (peer.missing !== undefined) return ['', ...NO_GOAL]
  const ratio = medianRatio(times.get(own.name), times.get(peer.name))
  return [ratio.toFixed(2), ...goal(ratio, '<=', MOST_RATIO[denominator])]
}

/** Our decoder at any scale, also one that the service would not choose for the size. */
function ownDecode(frames, denominator) {
  const decoder = new AssemblyDecoder()
  const pool = new PlanePool(POOL_BYTES)
  const decodeAll = () => {
    for (const { jpeg } of frames) {
      const { header } = readJpegHeader(jpeg)
      const [decodedWidth, decodedHeight] = [header.width, header.height].map(side => Math.floor(side / denominator))
      const size = { denominator, boxPx: 1, decodedWidth, decodedHeight }
      givePicture(decoder.decode(jpeg, header, planScan(jpeg, header), size, pool), pool)
    }
  }
  return { name: 'ours', cpuMsPerFrame: async () => (await cpuMsOf(decodeAll)) / frames.length }
}
