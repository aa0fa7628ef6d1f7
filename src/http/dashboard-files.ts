import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** A file of the built page, ready to be sent. */
export interface DashboardFile {
  readonly body: Buffer
  /** The same compressed, or null where that saves nothing. */
  readonly gzip: Buffer | null
  readonly type: string
  readonly etag: string
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml'
}

/**
 * Reads the built page into memory: it is small, and then a request can name nothing but what is there.
 *
 * @param folder Where `npm run build` put it.
 * @returns Files by path from the folder, `/` between parts, such as `assets/index-1a2b.js`; null when it was not built.
 */
export function readDashboard(folder: string): ReadonlyMap<string, DashboardFile> | null {
  let names: string[]
  try {
    names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  } catch {
    return null
  }
  const known = names.map(name => name.replaceAll('\\', '/')).filter(name => extname(name) in TYPES)
  if (!known.includes('index.html')) return null
  return new Map(known.map(name => [name, fileOf(join(folder, name))]))
}

function fileOf(path: string): DashboardFile {
  const body = readFileSync(path)
  const gzip = gzipSync(body, { level: 9 })
  return {
    body,
    gzip: gzip.length < body.length ? gzip : null,
    type: TYPES[extname(path)] ?? 'application/octet-stream',
    etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
  }
}
