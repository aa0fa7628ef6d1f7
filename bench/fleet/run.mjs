#!/usr/bin/env node
// Every bench of the fleet in turn, or those that are named. Usage: npm run bench:fleet [-- simulate cost capacity faults]
import { spawnSync } from 'node:child_process'

/** The last one on real processes. */
const BENCHES = { simulate: 'simulate.mjs', cost: 'cost.mjs', capacity: 'capacity.mjs', faults: 'processes/run.mjs' }
const chosen = process.argv.slice(2)
const unknown = chosen.filter(name => !Object.hasOwn(BENCHES, name))
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(', ')}; there are ${Object.keys(BENCHES).join(', ')}`)
  process.exit(1)
}
const failed = []
for (const name of chosen.length > 0 ? chosen : Object.keys(BENCHES)) {
  console.log(`\n## ${name}\n`)
  const { status } = spawnSync(process.execPath, [new URL(BENCHES[name], import.meta.url).pathname], {
    stdio: 'inherit'
  })
  if (status !== 0) failed.push(name)
}
if (failed.length > 0) {
  console.error(`Failed: ${failed.join(', ')}`)
  process.exit(1)
}
