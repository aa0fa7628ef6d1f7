// The software bill of materials (CycloneDX 1.5) of what package-lock.json names, with the checksum of each package.
// Everything is in it, also what is needed to build alone: the dashboard's libraries are built into dist/web.
// Usage: node scripts/make-sbom.mjs [FILE]   (standard output when left out)
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = new URL('../', import.meta.url)
const { name } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'))
const options = ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--package-lock-only']
const text = execFileSync('npm', options, {
  cwd: fileURLToPath(root),
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
  stdio: ['ignore', 'pipe', 'ignore']
})
const sbom = JSON.parse(text)
// npm takes the folder's name.
sbom.metadata.component.name = name
const file = process.argv[2]
const out = `${JSON.stringify(sbom, null, 2)}\n`
if (file === undefined) process.stdout.write(out)
else writeFileSync(file, out)
