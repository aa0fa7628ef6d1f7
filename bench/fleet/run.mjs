#!/usr/bin/env node
// Every bench of the fleet in turn, or those that are named. Usage: npm run bench:fleet [-- simulate cost capacity]
import { spawnSync } from 'node:child_process'

const BENCHES = ['simulate', 'cost', 'capacity']
const chosen = process.argv.slice(2)
const unknown = chosen.filter(name => !BENCHES.includes(name))
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(', ')}; there are ${BENCHES.join(', ')}`)
  process.exit(1)
}
const failed = []
for (const name of chosen.length > 0 ? chosen : BENCHES) {
  console.log(`\n## ${name}\n`)
  const { status } = spawnSync(process.execPath, [new URL(`${name}.mjs`, import.meta.url).pathname], {
    stdio: 'inherit'
  })
  if (status !== 0) failed.push(name)
}
if (failed.length > 0) {
  console.error(`Failed: ${failed.join(', ')}`)
  process.exit(1)
}
