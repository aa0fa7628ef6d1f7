// Puts what the service loads at its start into a few files, in dist/bundle/: opening, linking and compiling twelve hundred
// small ones was half of what a start costs. What it loads later, or not at all on most settings, has files of its own.
// The files of dist/ that start something then only name the bundle; all others stay for commands and benches.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const SOURCE = path.join(ROOT, 'src')
const DIST = path.join(ROOT, 'dist')
/** What a process or a thread begins with. */
const ENTRIES = ['main', 'run-service', 'shards/shard-thread', 'self-test/self-test-child']
/** Packages of hundreds of small files; the others are loaded as they are installed. */
const TAKEN_IN = ['typebox', 'nodemailer']

/** A file looks for others beside itself (a thread, a module of WebAssembly), and the bundle is not where it was. */
const ownPlaces = {
  name: 'own-places',
  transform(code, id) {
    if (!id.startsWith(SOURCE) || !code.includes('import.meta.url')) return null
    const place = path.relative(SOURCE, id).replace(/\.ts$/, '.js')
    return { code: code.replaceAll('import.meta.url', `new URL('../${place}', import.meta.url).href`), map: null }
  }
}

/** Their licences ask to go with them. */
function licences() {
  return TAKEN_IN.map(name => {
    const folder = path.join(ROOT, 'node_modules', name)
    const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))
    const file = readdirSync(folder).find(one => /^licen[cs]e/i.test(one))
    return `${name} ${version}\n\n${readFileSync(path.join(folder, file), 'utf8')}`
  }).join('\n\n')
}

const nameOf = entry => path.basename(entry)

await build({
  configFile: false,
  root: ROOT,
  logLevel: 'warn',
  plugins: [ownPlaces],
  ssr: { noExternal: TAKEN_IN },
  build: {
    ssr: true,
    target: 'node20',
    outDir: path.join(DIST, 'bundle'),
    sourcemap: true,
    minify: false,
    rollupOptions: {
      input: Object.fromEntries(ENTRIES.map(entry => [nameOf(entry), path.join(SOURCE, `${entry}.ts`)])),
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'part-[name]-[hash].js' }
    }
  }
})
writeFileSync(path.join(DIST, 'bundle/LICENCES.txt'), licences())
for (const entry of ENTRIES) {
  const up = '../'.repeat(entry.split('/').length - 1) || './'
  const lines = ['#!/usr/bin/env node', `export * from '${up}bundle/${nameOf(entry)}.js'`]
  writeFileSync(path.join(DIST, `${entry}.js`), `${lines.slice(entry === 'main' ? 0 : 1).join('\n')}\n`)
  rmSync(path.join(DIST, `${entry}.js.map`), { force: true })
}
