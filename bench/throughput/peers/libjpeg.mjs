import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { missing, toInstall } from './installed.mjs'
import { LinePeer } from './line-peer.mjs'

const SOURCE = fileURLToPath(new URL('../../codec/libjpeg-scaled-grey.c', import.meta.url))

/**
 * libjpeg-turbo's decode to grey from C, compiled when asked for.
 *
 * @param {string} folder For the program.
 * @returns {{ missing: string } | { start: (files: string[]) => LinePeer }} A started one answers a denominator with CPU us.
 */
export function buildLibjpeg(folder) {
  const absent = missing('gcc')
  if (absent !== null) return { missing: absent }
  const program = path.join(folder, 'libjpeg-scaled-grey')
  const { status } = spawnSync('gcc', ['-O3', '-o', program, SOURCE, '-ljpeg'], { stdio: 'ignore' })
  if (status !== 0) return { missing: toInstall(['libjpeg62-turbo-dev']) }
  return { start: files => new LinePeer(program, files) }
}
