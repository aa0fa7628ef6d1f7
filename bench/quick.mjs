#!/usr/bin/env node
// Runs each bench for a moment, to see that it works; what it prints of speed means nothing. `npm run bench:quick`.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const FOOTAGE = new URL('../../shared/bench/dev/clips', import.meta.url).pathname
const SOAK_FILE = join(tmpdir(), 'camera-check-quick-soak', 'soak.jsonl')
const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0
const hasChromium = spawnSync('chromium', ['--version']).status === 0

/** @type {{ script: string, args: string[], without?: string | null }[]} */
const BENCHES = [
  { script: 'throughput/run.mjs', args: ['--quick'] },
  { script: 'redis-read/compare.mjs', args: ['--quick'] },
  { script: 'redis-read/cluster.mjs', args: ['--quick'] },
  { script: 'incidents/pages.mjs', args: ['--quick'] },
  { script: 'kernels/kernels.mjs', args: ['--quick'] },
  { script: 'accuracy/run.mjs', args: ['--quick'] },
  {
    script: 'fuzz/run.mjs',
    args: ['--minutes', '0.15', '--seed', '1', '--out', join(tmpdir(), 'camera-check-quick-fuzz')]
  },
  { script: 'camera-memory.mjs', args: ['3'] },
  { script: 'scene-memory/run.mjs', args: ['10'] },
  { script: 'fleet/simulate.mjs', args: ['--quick', '--members', '10'] },
  { script: 'fleet/cost.mjs', args: ['--quick'] },
  { script: 'fleet/capacity.mjs', args: ['--quick'] },
  { script: 'fleet/processes/run.mjs', args: ['--quick'] },
  { script: 'chaos/run.mjs', args: ['--quick'] },
  {
    script: 'soak/run.mjs',
    args: ['--hours', '0.005', '--cameras', '5', '--rate', '20', '--calm', '1', '--no-s3', '--out', SOAK_FILE]
  },
  {
    script: 'dashboard/wall.mjs',
    args: ['--cameras', '20', '--seconds', '2'],
    without: hasChromium ? null : 'no chromium on the PATH'
  },
  {
    script: 'accuracy/black-box.mjs',
    args: ['--per-kind', '1', '--kinds', 'black', '--negatives', 'none'],
    without: existsSync(FOOTAGE) ? null : 'no footage beside the project'
  },
  {
    script: 'calibration/calibrate.mjs',
    args: [FOOTAGE, '1'],
    without: !existsSync(FOOTAGE) ? 'no footage beside the project' : hasFfmpeg ? null : 'no ffmpeg on the PATH'
  }
]

const failed = []
for (const { script, args, without } of BENCHES) {
  if (without) {
    console.log(`-- ${script} left out: ${without}`)
    continue
  }
  console.log(`-- ${script} ${args.join(' ')}`)
  const { status } = spawnSync(process.execPath, ['--expose-gc', new URL(script, import.meta.url).pathname, ...args], {
    stdio: 'inherit'
  })
  if (status !== 0) failed.push(script)
}
if (failed.length > 0) {
  console.error(`Benches that do not work: ${failed.join(', ')}`)
  process.exit(1)
}
