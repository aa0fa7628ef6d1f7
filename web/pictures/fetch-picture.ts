import { below } from '../routing/base-path.ts'
import { endSession } from '../state/session.ts'
import { PictureQueue } from './picture-queue.ts'
import type { ShownPicture } from './shown-picture.ts'

const AT_ONCE = 4

const queue = new PictureQueue<ShownPicture | null>(AT_ONCE)

/**
 * Fetches a picture. Image elements say neither how old a picture is nor why there is none.
 *
 * @param known What is shown now; answered again when it is still the newest.
 * @returns null when there is no picture yet.
 */
export function fetchPicture(
  path: string,
  known: ShownPicture | null,
  signal: AbortSignal
): Promise<ShownPicture | null> {
  return queue.add(() => load(path, known, signal), known === null ? 'first' : 'again', signal)
}

async function load(path: string, known: ShownPicture | null, signal: AbortSignal): Promise<ShownPicture | null> {
  const headers: Record<string, string> = known?.etag ? { 'if-none-match': known.etag } : {}
  const response = await fetch(below(path), { headers, signal, cache: 'no-store' })
  if (response.status === 304) return known
  if (response.status === 404) return null
  if (response.status === 401) endSession()
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`)
  const taken = response.headers.get('x-frame-time') ?? response.headers.get('last-modified')
  const atMs = taken === null ? Number.NaN : Date.parse(taken)
  return {
    url: URL.createObjectURL(await response.blob()),
    atMs: Number.isNaN(atMs) ? null : atMs,
    etag: response.headers.get('etag')
  }
}
