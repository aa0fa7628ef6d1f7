#!/usr/bin/env node
// Plays the shared black-box bench against the built service and a Redis of its own, both started here.
//
//   npm run bench:accuracy:blackbox -- [--seeds 1,2,3] [--json FILE] [--without-service] [options of the bench, passed on]
//
// `--without-service` shows the same frames to the service's own camera session, at their own times, in a fraction of the time.
//
// Defaults: --per-kind 3, seed 1. What is told of a stream after its own end is left out of the score: the bench plays streams
// of different lengths at once and listens until the longest has ended, so that a right `stream-gap` of the others would count
// as false. The frames are generated once into a cache (ACCURACY_CACHE or the system's temporary folder).
import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { openService } from './service-with-redis.mjs'
import { playFrames, prepareFrames } from './without-service.mjs'

const path = name => fileURLToPath(new URL(name, import.meta.url))
const SHARED = path('../../../shared/bench')
/** What each seed must show, in the scorer's own names; the direction tells which side is good. */
const GOALS = {
  recall: ['>=', 0.98],
  recall_sustained: ['>=', 0.95],
  right_kind_dominant: ['>=', 0.94],
  delay_median_s: ['<=', 1.5],
  delay_p95_s: ['<=', 4],
  recovery_median_s: ['<=', 1.5],
  fa_per_hour_negatives: ['<=', 0.5],
  fa_per_hour_normal_parts: ['<=', 0]
}

async function main() {
  const { seeds, json, withoutService, passedOn } = readArguments(process.argv.slice(2))
  if (!existsSync(join(SHARED, 'black-box.mjs'))) {
    throw new Error('Cannot run the black box: ../shared/bench is not beside the project')
  }
  const cache = process.env.ACCURACY_CACHE ?? join(tmpdir(), 'camera-check-accuracy')
  const bench = copyOfBench(cache)
  const results = {}
  for (const seed of seeds) {
    const suite = [seed, ...passedOn].join(' ').replace(/[^\w.-]+/g, '_')
    const frames = join(cache, `frames-${suite}`)
    results[seed] = withoutService
      ? await judgeSeed(bench, frames, seed, passedOn)
      : await playSeed(bench, frames, seed, passedOn)
  }
  printTable(results)
  if (json !== null) writeFileSync(json, JSON.stringify(results, null, 1))
}

function readArguments(argv) {
  const options = {
    seed: { type: 'string' },
    seeds: { type: 'string' },
    json: { type: 'string' },
    'without-service': { type: 'boolean' }
  }
  const { values, tokens } = parseArgs({ args: argv, options, strict: false, tokens: true })
  const own = new Set(
    tokens.flatMap(token =>
      token.kind === 'option' && token.name in options
        ? [token.index, token.value === undefined || token.inlineValue ? token.index : token.index + 1]
        : []
    )
  )
  const rest = argv.filter((_, i) => !own.has(i))
  const passedOn = rest.includes('--per-kind') ? rest : ['--per-kind', '3', ...rest]
  const seeds = (values.seeds ?? values.seed ?? '1').split(',')
  return { seeds, json: values.json ?? null, withoutService: values['without-service'] === true, passedOn }
}

/** The bench asks for packages beside it, which a folder that is shared read-only has not: a copy with ours. */
function copyOfBench(cache) {
  const folder = join(cache, 'bench')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, 'node_modules'), { recursive: true })
  for (const part of ['black-box.mjs', 'generate.mjs', 'score.mjs', 'package.json', 'lib']) {
    cpSync(join(SHARED, part), join(folder, part), { recursive: true, mode: 0 })
  }
  for (const name of ['sharp', 'ws'])
    symlinkSync(path(`../../node_modules/${name}`), join(folder, 'node_modules', name))
  // The bench speaks to Redis through the package `redis`, which the service does not use: the few calls it makes.
  const stand = join(folder, 'node_modules', 'redis')
  mkdirSync(stand)
  writeFileSync(join(stand, 'package.json'), JSON.stringify({ name: 'redis', type: 'module', exports: './index.mjs' }))
  writeFileSync(join(stand, 'index.mjs'), readFileSync(path('redis-calls.mjs')))
  symlinkSync(path('../../node_modules/ioredis'), join(folder, 'node_modules', 'ioredis'))
  return folder
}

/** The same without servers. */
async function judgeSeed(bench, frames, seed, passedOn) {
  const options = { manifest: join(SHARED, 'dev'), seed }
  for (let i = 0; i < passedOn.length; i += 2) options[passedOn[i].slice(2)] = passedOn[i + 1]
  await prepareFrames(bench, frames, options)
  return await scoreWithin(bench, frames, await playFrames(frames))
}

async function playSeed(bench, frames, seed, passedOn) {
  const service = await openService()
  const events = `${frames}-${process.pid}.jsonl`
  try {
    const args = ['--manifest', join(SHARED, 'dev'), '--seed', seed, '--cache', frames]
    const target = ['--service', service.url, '--redis', service.redisUrl, '--events', events]
    const child = spawn(process.execPath, [join(bench, 'black-box.mjs'), ...args, ...target, ...passedOn], {
      stdio: 'inherit'
    })
    const code = await new Promise(resolve => child.once('exit', resolve))
    if (code !== 0) throw new Error(`The black box ended with ${code} on seed ${seed}`)
    const told = readFileSync(events, 'utf8')
      .split('\n')
      .filter(line => line !== '')
    return await scoreWithin(
      bench,
      frames,
      told.map(line => JSON.parse(line))
    )
  } finally {
    rmSync(events, { force: true })
    await service.close()
  }
}

/** The bench's own score of what was told while each stream ran. */
async function scoreWithin(bench, frames, told) {
  const { score, print } = await import(pathToFileURL(join(bench, 'score.mjs')))
  const truth = readdirSync(frames).map(id => JSON.parse(readFileSync(join(frames, id, 'index.json'), 'utf8')).truth)
  const endMs = new Map(truth.map(({ stream, total }) => [stream, total]))
  const within = told.filter(({ stream, t }) => t <= endMs.get(stream))
  console.log(
    `\n${told.length - within.length} of ${told.length} reports came after the end of their stream. Without them:\n`
  )
  const result = score(truth, within)
  print(result)
  return result
}

function printTable(results) {
  const seeds = Object.keys(results)
  console.log(`\n| figure | goal | ${seeds.map(seed => `seed ${seed}`).join(' | ')} |`)
  console.log(`|---|---|${seeds.map(() => '---|').join('')}`)
  for (const [name, [direction, goal]] of Object.entries(GOALS)) {
    const cells = seeds.map(seed => {
      const value = results[seed].summary[name]
      if (value === null) return '-'
      const good = direction === '>=' ? value >= goal : value <= goal
      return `${value.toFixed(3)}${good ? '' : ' (!)'}`
    })
    console.log(`| ${name} | ${direction} ${goal} | ${cells.join(' | ')} |`)
  }
}

try {
  await main()
} catch (thrown) {
  console.error(thrown.message)
  process.exit(1)
}
