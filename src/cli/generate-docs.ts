import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { referenceFiles } from './reference/reference-files.ts'

// src/cli/ and dist/cli/ both lie two folders below the root.
const root = fileURLToPath(new URL('../../', import.meta.url))

for (const [path, content] of referenceFiles()) {
  const file = join(root, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, content)
  console.log(`Wrote ${path}`)
}
