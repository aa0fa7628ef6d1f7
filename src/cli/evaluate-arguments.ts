import { parseArgs } from 'node:util'
import { FAULT_KINDS, type FaultKind } from '../model/fault.ts'

export interface EvaluateWishes {
  /** Folders, video files, `redis://host:port[/db]/key`, or `builtin`. */
  readonly sources: readonly string[]
  /** A file of settings, or the address of a camera of a running service; null judges by the defaults. */
  readonly settings: string | null
  readonly token: string | null
  readonly kinds: readonly FaultKind[]
  readonly seed: number
  readonly repeats: number
  readonly fps: number
  readonly widthPx: number
  readonly quick: boolean
  /** Footage is judged as it is for so long at most, ms. */
  readonly longestPlainMs: number
  /** Newest frames that are read of a stream. */
  readonly frames: number
  /** Null takes what the machine has. */
  readonly threads: number | null
  readonly json: string | null
  readonly html: string | null
}

export type EvaluateArguments =
  | { readonly wishes: EvaluateWishes }
  | { readonly problem: string }
  | { readonly help: true }

export const EVALUATE_USAGE = `Usage: camera-check evaluate <footage> [<footage> ...] [options]

Injects faults of many sizes into your own footage and says what of them would be found, how fast, and what not.

  <footage>          A folder of JPEGs of one camera, a folder of such folders or of videos, a video file, or a Redis
                     stream: redis://[user:password@]host:port[/db]/frames:gate (rediss: with TLS). Or builtin, to try it.
  --settings FILE|URL  Judge by these settings of a camera: a JSON file as the API gives and takes it, or the camera
                     in a running service: http://host:5020/pushhub/cameras/gate. Default: as a new camera is judged.
  --token TOKEN      For that service.
  --kinds a,b        Only these faults.
  --quick            A first look: every second size, smaller pictures, one try each.
  --repeats N        Tries of each size, each elsewhere in the footage. Default 2; 1 with --quick.
  --seed N           Other places and other shapes. Default 1; the same seed gives the same figures.
  --fps N            Pictures a second of footage that does not say its own, 0.2 to 30. Default 5; 2 with --quick.
  --width N          Widest picture, pixels, 64 to 3840. Default 640; 320 with --quick. Footage is never enlarged.
  --plain-minutes N  Watch the footage as it is for so long at most, for its false alarms. Default 60; 1 with --quick.
  --frames N         Newest frames that are read of a stream. Default 600.
  --threads N        Worker threads, 0 for none. Default: one for each core, as far as the memory lasts.
  --json FILE  --html FILE   The same as data, and as one page with pictures. "-" writes the data to the output.`

const text = { type: 'string' } as const
const flag = { type: 'boolean' } as const
const OPTIONS = {
  settings: text,
  token: text,
  kinds: text,
  quick: flag,
  repeats: text,
  seed: text,
  fps: text,
  width: text,
  'plain-minutes': text,
  frames: text,
  threads: text,
  json: text,
  html: text,
  help: { type: 'boolean', short: 'h' }
} as const

class Refused extends Error {}

/** @param words The command line behind the program's name. */
export function parseEvaluateArguments(words: readonly string[]): EvaluateArguments {
  try {
    const { values, positionals } = parseArgs({ args: [...words], allowPositionals: true, options: OPTIONS })
    if (values.help === true) return { help: true }
    if (positionals.length === 0) return { problem: 'No footage given' }
    const quick = values.quick === true
    const number = (name: NumberOption, usual: number, least: number, most: number) =>
      numberOf(name, values[name], usual, least, most)
    return {
      wishes: {
        sources: positionals,
        settings: values.settings ?? null,
        token: values.token ?? null,
        kinds: kindsOf(values.kinds),
        seed: number('seed', 1, 0, 1e9),
        repeats: Math.round(number('repeats', quick ? 1 : 2, 1, 100)),
        fps: number('fps', quick ? 2 : 5, 0.2, 30),
        widthPx: number('width', quick ? 320 : 640, 64, 3840),
        quick,
        longestPlainMs: 60_000 * number('plain-minutes', quick ? 1 : 60, 0.05, 100_000),
        frames: Math.round(number('frames', 600, 2, 100_000)),
        threads: values.threads === undefined ? null : Math.round(number('threads', 1, 0, 64)),
        json: values.json ?? null,
        html: values.html ?? null
      }
    }
  } catch (error) {
    return { problem: (error as Error).message }
  }
}

type NumberOption = 'seed' | 'repeats' | 'fps' | 'width' | 'plain-minutes' | 'frames' | 'threads'

function numberOf(name: string, given: string | undefined, usual: number, least: number, most: number): number {
  if (given === undefined) return usual
  const value = given.trim() === '' ? Number.NaN : Number(given)
  if (value >= least && value <= most) return value
  throw new Refused(`Cannot take --${name} ${JSON.stringify(given)}: expected a number from ${least} to ${most}`)
}

function kindsOf(given: string | undefined): readonly FaultKind[] {
  if (given === undefined) return FAULT_KINDS
  const names = given.split(',').map(name => name.trim())
  const unknown = names.filter(name => !FAULT_KINDS.includes(name as FaultKind))
  if (unknown.length === 0) return FAULT_KINDS.filter(kind => names.includes(kind))
  throw new Refused(`Cannot take --kinds ${unknown.join(',')}: expected some of ${FAULT_KINDS.join(', ')}`)
}
