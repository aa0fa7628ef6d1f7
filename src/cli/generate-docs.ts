import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readApiDocuments } from './reference/api-documents.ts'
import { apiFiles } from './reference/api-files.ts'
import { clientFiles } from './reference/client-files.ts'
import { referenceFiles } from './reference/reference-files.ts'

// src/cli/ and dist/cli/ both lie two folders below the root.
const root = fileURLToPath(new URL('../../', import.meta.url))
const { openApi, asyncApi } = await readApiDocuments()

for (const [path, content] of [
  ...referenceFiles(),
  ...clientFiles(openApi, asyncApi),
  ...apiFiles(openApi, asyncApi)
]) {
  const file = join(root, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, content)
  console.log(`Wrote ${path}`)
}
process.exit(0)
