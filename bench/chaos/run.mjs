#!/usr/bin/env node
// What the service does when something goes wrong, against the real servers: see README.md. `npm run chaos`.
//
//   node bench/chaos/run.mjs [--only redis-killed,s3-hung] [--group redis] [options]
//
// --cameras 200, --fps 1: the load, frames a second of each camera; --seconds 30: of each outage; --before 10: twice before it,
// and once behind it; --after 60: longest wait for the recovery; --json FILE; --write FILE: the table goes between its markers there;
// --quick: two rows for a moment, does the bench itself work; --list; --join FILE,FILE: runs nothing, the table is of what earlier
// runs wrote by --json (with the same sizes as those are given here; of a row that was run twice the later file counts).
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { missing } from '../throughput/peers/installed.mjs'
import { S3Server } from '../stage/s3-server.mjs'
import { ChaosStage } from './chaos-stage.mjs'
import { findRows } from './find-rows.mjs'
import { tableOf, writeTable } from './report.mjs'
import { verdict } from './verdict.mjs'

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    group: { type: 'string', default: '' },
    cameras: { type: 'string', default: '200' },
    fps: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '30' },
    before: { type: 'string', default: '10' },
    after: { type: 'string', default: '60' },
    json: { type: 'string' },
    write: { type: 'string' },
    join: { type: 'string', default: '' },
    quick: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false }
  }
})
const QUICK_ROWS = ['redis-killed']
const command = ['npm run chaos --', ...process.argv.slice(2)].join(' ')
const sizes = values.quick
  ? { cameras: 20, fps: 2, seconds: 3, beforeS: 5, afterS: 20 }
  : {
      cameras: Number(values.cameras),
      fps: Number(values.fps),
      seconds: Number(values.seconds),
      beforeS: Number(values.before),
      afterS: Number(values.after)
    }

const rows = await findRows({ only: values.quick ? QUICK_ROWS : list(values.only), groups: list(values.group) })
if (values.list) {
  for (const { name, group, title } of rows) console.log(`${group}\t${name}\t${title}`)
  process.exit()
}
if (values.join !== '') {
  const earlier = new Map(
    list(values.join).flatMap(file => JSON.parse(readFileSync(file, 'utf8')).map(row => [row.name, row]))
  )
  const joined = rows.flatMap(({ name }) => earlier.get(name) ?? [])
  const { cameras, seconds, beforeS, afterS } = sizes
  const each = `npm run chaos -- --only <row> --cameras ${cameras} --seconds ${seconds} --before ${beforeS} --after ${afterS}`
  tell(joined, each)
}
const absent = missing('redis-server')
if (absent !== null) {
  console.error(`Redis is ${absent}`)
  process.exit(1)
}
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130))

const folder = mkdtempSync(join(tmpdir(), 'camera-check-chaos-s3-'))
const needsS3 = rows.some(({ needs = ['s3'] }) => needs.includes('s3')) && !values.quick
const s3 = needsS3 ? await S3Server.start(join(folder, 's3')) : null
const results = []
for (const row of rows) {
  console.error(`${row.name} ...`)
  results.push(await play(values.quick ? { ...row, needs: ['redis'] } : row))
  // After each row: what was measured is not to go with the last one.
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`)
}
await s3?.stop()
rmSync(folder, { recursive: true, force: true, maxRetries: 3 })

tell(results, command)

/** @returns {never} */
function tell(results, how) {
  const table = tableOf(results, how)
  console.log(table)
  if (values.write !== undefined) writeTable(values.write, table)
  process.exit(results.some(({ failed, problems }) => failed !== undefined || problems.length > 0) ? 1 : 0)
}

async function play(row) {
  let stage
  try {
    stage = await ChaosStage.open(row, sizes, s3)
    await stage.warmUp()
    const extra = (await row.run(stage)) ?? {}
    await stage.settle()
    const result = await verdict(stage, row, extra)
    console.error(`  ${result.problems.length === 0 ? 'holds' : result.problems.join('; ')}`)
    return result
  } catch (thrown) {
    console.error(thrown)
    return { name: row.name, group: row.group, title: row.title, failed: thrown.message }
  } finally {
    await stage?.close()
  }
}

function list(text) {
  return text.split(',').filter(name => name !== '')
}
