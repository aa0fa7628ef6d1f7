// Makes docs/images/demo.jpg: what the demo's cameras looked like at one moment, with the verdicts drawn on them.
// Usage: npm run build && node scripts/make-demo-picture.mjs [seconds to run]
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'

const COLUMNS = 3
const ROWS = 3
const TILE = { width: 480, height: 270 }
const seconds = process.argv[2] ?? '49'
const root = new URL('..', import.meta.url).pathname

const dataDir = mkdtempSync(join(tmpdir(), 'camera-check-picture-'))
const env = {
  PATH: process.env.PATH,
  DATA_DIR: dataDir,
  PORT: '0',
  MINIO_SAVE_MODE: 'all',
  MINIO_MAX_FRAMES_PER_STREAM: '30'
}
const demo = spawn(process.execPath, [join(root, 'dist/cli/demo.js'), '--seconds', seconds], {
  env,
  cwd: dataDir,
  stdio: 'inherit'
})
await new Promise(resolve => demo.once('exit', resolve))

const store = join(dataDir, 'snapshots')
const newest = readdirSync(store)
  .filter(name => name.startsWith('test-'))
  .map(name => ({ name, files: readdirSync(join(store, name)).sort() }))
  .filter(({ files }) => files.length > 0)
const tiles = []
for (const { name, files } of newest) {
  if (tiles.length === COLUMNS * ROWS) break
  // A frame that is broken on purpose cannot be shown.
  const picture = await sharp(join(store, name, files.at(-1)))
    .resize(TILE)
    .toBuffer()
    .catch(() => null)
  if (picture !== null) tiles.push(picture)
}
const at = index => ({ left: (index % COLUMNS) * TILE.width, top: Math.floor(index / COLUMNS) * TILE.height })
await sharp({ create: { width: COLUMNS * TILE.width, height: ROWS * TILE.height, channels: 3, background: '#111111' } })
  .composite(tiles.map((input, index) => ({ input, ...at(index) })))
  .jpeg({ quality: 82 })
  .toFile(join(root, 'docs/images/demo.jpg'))
rmSync(dataDir, { recursive: true, force: true })
