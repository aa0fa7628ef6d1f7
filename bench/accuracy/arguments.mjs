import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { FAULT_KINDS } from '../../dist/evaluate/effects/fault-variants.js'
import { NEGATIVES } from '../../dist/evaluate/negatives/negatives.js'

const SHARED_FOOTAGE = fileURLToPath(new URL('../../../shared/bench/dev', import.meta.url))

export const USAGE = `npm run bench:accuracy -- [options]

  --footage DIR|builtin   clips or folders of JPEGs of fixed cameras; default: ../shared/bench/dev where it is, else builtin
  --seed N                default 1
  --per-kind N            scenarios for each kind of fault, default 3
  --neg-per-kind N        for each harmless event, default as --per-kind
  --kinds a,b             kinds of fault (none: no faults)
  --negatives a,b         harmless events (none: no such)
  --scenes a,b            only these scenes
  --leave-out a           all scenes but these
  --fps N                 0.2 to 30, default 5
  --width N               widest frame, pixels, default 640; footage is never enlarged
  --first-faulty [S]      every camera is faulty for its first S seconds, default 60
  --plain MINUTES         nothing is staged: every scene runs so long and nothing may be told
  --sensitivity           moves every limit by -20 % and +20 % and shows what changes
  --limits a,b            only limits of these kinds, with --sensitivity
  --threads N             worker threads, default one less than the cores; 0 for none
  --json FILE  --html FILE
  --quick                 a moment of it, to see that it works`

/** @throws {Error} with a message for the user. */
export function readArguments(argv = process.argv.slice(2)) {
  const text = { type: 'string' }
  const flag = { type: 'boolean' }
  const { values } = parseArgs({
    args: withDefault(argv, '--first-faulty', '60'),
    options: {
      footage: text,
      seed: text,
      'per-kind': text,
      'neg-per-kind': text,
      kinds: text,
      negatives: text,
      scenes: text,
      'leave-out': text,
      fps: text,
      width: text,
      'first-faulty': text,
      plain: text,
      sensitivity: flag,
      limits: text,
      threads: text,
      json: text,
      html: text,
      quick: flag,
      help: flag
    }
  })
  return { ...values, options: optionsOf(values) }
}

function optionsOf(values) {
  const quick = values.quick === true
  const perKind = number(values, 'per-kind', quick ? 1 : 3, 0, 1000)
  return {
    footage: values.footage ?? (!quick && existsSync(SHARED_FOOTAGE) ? SHARED_FOOTAGE : 'builtin'),
    seed: number(values, 'seed', 1, 0, 1e9),
    perKind,
    perNegative: number(values, 'neg-per-kind', perKind, 0, 1000),
    kinds: names(values.kinds ?? (quick ? 'black,undecodable' : undefined), FAULT_KINDS, '--kinds'),
    negatives: names(
      values.negatives ?? (quick ? 'clock' : undefined),
      NEGATIVES.map(({ id }) => id),
      '--negatives'
    ).map(name => NEGATIVES.find(({ id }) => id === name)),
    fps: number(values, 'fps', quick ? 2 : 5, 0.2, 30),
    widthPx: number(values, 'width', quick ? 320 : 640, 64, 7680),
    firstFaultyMs: 1000 * number(values, 'first-faulty', 0, 0, 3600),
    plainMinutes: values.plain === undefined ? null : number(values, 'plain', 30, 0.05, 100_000),
    threads: number(values, 'threads', Math.max(1, availableParallelism() - 1), 0, 64),
    scenes: values.scenes?.split(',') ?? null
  }
}

function number(values, name, usual, least, most) {
  const value = values[name] === undefined ? usual : Number(values[name])
  if (value >= least && value <= most) return value
  throw new Error(`Cannot take --${name} ${values[name]}: expected a number from ${least} to ${most}`)
}

function names(text, known, option) {
  if (text === undefined) return [...known]
  if (text === 'none') return []
  const list = text.split(',')
  const unknown = list.filter(name => !known.includes(name))
  if (unknown.length === 0) return list
  throw new Error(`Cannot take ${option} ${unknown.join(',')}: expected some of ${known.join(', ')}`)
}

/** Lets an option stand without its value. */
function withDefault(argv, option, value) {
  const at = argv.indexOf(option)
  if (at < 0 || (argv[at + 1] !== undefined && !argv[at + 1].startsWith('--'))) return argv
  return [...argv.slice(0, at + 1), value, ...argv.slice(at + 1)]
}
