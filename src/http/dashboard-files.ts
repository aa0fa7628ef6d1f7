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

/** Where the built document names files beside itself, and where it says below which path it lies. */
const BESIDE = /\b(href|src)="\.\//g
const BASE_MARK = '<meta name="camera-check-base" content=""'

/**
 * Reads the built page into memory: it is small, and then a request can name nothing but what is there.
 *
 * @param folder Where `npm run build` put it.
 * @param basePath What stands before every path, as `basePathOf` gives it: the document lies at addresses of different depth.
 * @returns Files by path from the folder, `/` between parts, such as `assets/index-1a2b.js`; null when it was not built.
 */
export function readDashboard(folder: string, basePath = ''): ReadonlyMap<string, DashboardFile> | null {
  let names: string[]
  try {
    names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  } catch {
    return null
  }
  const known = names.map(name => name.replaceAll('\\', '/')).filter(name => extname(name) in TYPES)
  if (!known.includes('index.html')) return null
  return new Map(known.map(name => [name, fileOf(join(folder, name), name === 'index.html' ? basePath : null)]))
}

/** @param basePath Of the document; null for every other file. */
function fileOf(path: string, basePath: string | null): DashboardFile {
  const read = readFileSync(path)
  const body = basePath === null ? read : Buffer.from(withBasePath(read.toString('utf8'), basePath))
  const gzip = gzipSync(body, { level: 9 })
  return {
    body,
    gzip: gzip.length < body.length ? gzip : null,
    type: TYPES[extname(path)] ?? 'application/octet-stream',
    etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
  }
}

function withBasePath(html: string, basePath: string): string {
  return html
    .replace(BESIDE, (_match, attribute: string) => `${attribute}="${basePath}/`)
    .replace(BASE_MARK, BASE_MARK.replace('content=""', `content="${basePath}"`))
}
