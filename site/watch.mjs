// Serves the documentation site while its pages are written; what changes is shown at once.
// Usage: npm run site:watch [-- --port 5030]
import { watch } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { installGenerator } from './install.mjs'
import { stagePages } from './stage-pages.mjs'

const { values } = parseArgs({ options: { port: { type: 'string', default: '5030' } } })
const folder = fileURLToPath(new URL('.', import.meta.url))
const root = fileURLToPath(new URL('..', import.meta.url))
const SETTLE_MS = 200

installGenerator()
stagePages(root, `${folder}pages`)
const { createServer } = await import('vitepress')
const server = await createServer(folder, { port: Number(values.port), host: '127.0.0.1' })
await server.listen()
server.printUrls()

let timer
for (const place of ['docs', 'bench', 'README.md', 'SECURITY.md', 'CHANGELOG.md', 'site/index.md']) {
  watch(`${root}${place}`, { recursive: true }, () => {
    clearTimeout(timer)
    timer = setTimeout(stageAgain, SETTLE_MS)
  })
}

/** A page that is half written may have a link that leads nowhere yet. */
function stageAgain() {
  try {
    stagePages(root, `${folder}pages`)
  } catch (cause) {
    console.error(cause.message)
  }
}
