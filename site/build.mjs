// Builds the documentation site into site/dist/, which any server of files can serve.
// Usage: npm run site [-- --base /docs/]
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { installGenerator } from './install.mjs'
import { stagePages } from './stage-pages.mjs'

const { values } = parseArgs({ options: { base: { type: 'string', default: '/' }, out: { type: 'string' } } })
const folder = fileURLToPath(new URL('.', import.meta.url))

installGenerator()
const pages = stagePages(fileURLToPath(new URL('..', import.meta.url)), `${folder}pages`)
const { build } = await import('vitepress')
await build(folder, { base: values.base, ...(values.out === undefined ? {} : { outDir: values.out }) })
console.log(`${pages + 1} pages in ${values.out ?? 'site/dist'}`)
