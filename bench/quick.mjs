#!/usr/bin/env node
// Runs each bench for a moment, to see that it works; some run side by side, so what they print of speed means nothing.
// `npm run bench:quick`.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const FOOTAGE = new URL('../../shared/bench/dev/clips', import.meta.url).pathname
const SOAK_FILE = join(tmpdir(), 'camera-check-quick-soak', 'soak.jsonl')
/** Most of them wait for servers and for time to pass. */
const AT_ONCE = 2
const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0
const hasChromium = spawnSync('chromium', ['--version']).status === 0

/** The longest first. @type {{ script: string, args: string[], without?: string | null }[]} */
const BENCHES = [
  { script: 'throughput/run.mjs', args: ['--quick'] },
  { script: 'chaos/run.mjs', args: ['--quick'] },
  { script: 'fleet/processes/run.mjs', args: ['--quick'] },
  {
    script: 'accuracy/black-box.mjs',
    args: ['--per-kind', '1', '--kinds', 'black', '--negatives', 'none'],
    without: existsSync(FOOTAGE) ? null : 'no footage beside the project'
  },
  {
    script: 'calibration/calibrate.mjs',
    args: [FOOTAGE, '1'],
    without: !existsSync(FOOTAGE) ? 'no footage beside the project' : hasFfmpeg ? null : 'no ffmpeg on the PATH'
  },
  {
    script: 'soak/run.mjs',
    args: ['--hours', '0.005', '--cameras', '5', '--rate', '20', '--calm', '1', '--no-s3', '--out', SOAK_FILE]
  },
  {
    script: 'dashboard/wall.mjs',
    args: ['--cameras', '20', '--seconds', '2'],
    without: hasChromium ? null : 'no chromium on the PATH'
  },
  { script: 'redis-read/compare.mjs', args: ['--quick'] },
  { script: 'redis-read/cluster.mjs', args: ['--quick'] },
  { script: 'incidents/pages.mjs', args: ['--quick'] },
  { script: 'kernels/kernels.mjs', args: ['--quick'] },
  { script: 'accuracy/run.mjs', args: ['--quick'] },
  {
    script: 'fuzz/run.mjs',
    args: ['--minutes', '0.06', '--seed', '1', '--out', join(tmpdir(), 'camera-check-quick-fuzz')]
  },
  { script: 'camera-memory.mjs', args: ['3'] },
  { script: 'scene-memory/run.mjs', args: ['--quick'] },
  { script: 'fleet/simulate.mjs', args: ['--quick', '--members', '10'] },
  { script: 'fleet/cost.mjs', args: ['--quick'] },
  { script: 'fleet/capacity.mjs', args: ['--quick'] }
]

const waiting = [...BENCHES]
const failed = []
await Promise.all(Array.from({ length: AT_ONCE }, runNext))
if (failed.length > 0) {
  console.error(`Benches that do not work: ${failed.join(', ')}`)
  process.exit(1)
}

async function runNext() {
  for (let bench = waiting.shift(); bench !== undefined; bench = waiting.shift()) {
    const { script, args, without } = bench
    if (without) {
      console.log(`-- ${script} left out: ${without}`)
      continue
    }
    const startMs = performance.now()
    const { code, output } = await run(script, args)
    const seconds = ((performance.now() - startMs) / 1000).toFixed(0)
    console.log(
      `-- ${script} ${args.join(' ')}: ${code === 0 ? 'works' : `exit code ${code}`}, ${seconds} s\n${output}`
    )
    if (code !== 0) failed.push(script)
  }
}

/** What it prints is kept together, since others run beside it. */
function run(script, args) {
  return new Promise(resolve => {
    const path = new URL(script, import.meta.url).pathname
    const child = spawn(process.execPath, ['--expose-gc', path, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    const chunks = []
    child.stdout.on('data', chunk => chunks.push(chunk))
    child.stderr.on('data', chunk => chunks.push(chunk))
    child.on('error', error => chunks.push(Buffer.from(String(error))))
    child.on('close', code => resolve({ code, output: Buffer.concat(chunks).toString() }))
  })
}
