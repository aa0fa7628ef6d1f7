// Makes docs/images/faults/: of every fault a healthy picture and a faulty one, of the same camera a few seconds apart.
// Usage: npm run build && node scripts/make-fault-pictures.mjs [kind ...]
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { FILMED_KINDS, filmFault } from './fault-scenes.mjs'

const WIDTH_PX = 480
const folder = fileURLToPath(new URL('../docs/images/faults/', import.meta.url))
mkdirSync(folder, { recursive: true })

const kinds = process.argv.length > 2 ? process.argv.slice(2) : FILMED_KINDS
for (const kind of kinds) {
  const { healthy, faulty, told } = await filmFault(kind)
  await keep(healthy.jpeg, `${kind}-healthy`)
  await keep(faulty.jpeg, `${kind}-faulty`)
  console.log(`${kind}: before it ${healthy.state}; then ${faulty.state}; told ${told.join(', ')}`)
}
process.exit(0)

/** As a browser shows it: also what is left of a damaged one. */
async function keep(jpeg, name) {
  const picture = sharp(jpeg, { failOn: 'none' }).resize(WIDTH_PX)
  await picture.webp({ quality: 62, effort: 6 }).toFile(`${folder}${name}.webp`)
}
