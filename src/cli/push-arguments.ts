import { parseArgs } from 'node:util'

/** What the command line says, before any file was read. */
export interface PushCommand {
  /** Path of a list of cameras, or null when there is one camera. */
  readonly file: string | null
  /** The one camera: name of its stream, and its entry as it would stand in the list. */
  readonly camera: { readonly stream: string; readonly entry: Readonly<Record<string, unknown>> } | null
  readonly passwordFile: string | null
  readonly redis: string | null
  readonly http: string | null
  readonly tokenFile: string | null
  readonly check: boolean
  readonly once: boolean
  readonly json: boolean
  /** Longest wait for the one frame of each camera, s. */
  readonly timeoutS: number
  /** Between two lines of figures where there is no terminal, s. */
  readonly everyS: number
  /** Longest wait for frames that are on their way at the end, s. */
  readonly drainS: number
}

export type PushArguments = PushCommand | { readonly problem: string } | { readonly help: true }

export const PUSH_USAGE = `Usage: camera-check push <cameras.yaml> [options]
       camera-check push <source> --stream <name> [options]

Brings frames of cameras to the service: from RTSP and RTMP, video files, MJPEG and snapshot addresses, folders of JPEGs
and USB cameras, into Redis streams or over HTTP. The list of cameras and its keys: docs/push.md.

  <source>           An address, a path, or usb:<device>. \${NAME} in it is taken from the environment.
  --stream <name>    Name of the stream that the one camera's frames go to.
  --redis <url>      Where frames go: redis://host:port/db, rediss://, redis+cluster://, redis+sentinel://.
  --http <url>       Or: the service's address, such as http://127.0.0.1:5020. Without both: what the list says under "to", or else the
                     Redis of the settings REDIS_HOST and so on.
  --token-file <f>   File with the token for --http; PUSH_TOKEN in the environment does too.

  --fps, --max-width, --max-height, --quality, --transport, --kind, --stall-seconds, --username <value>, --loop, --watch
                     As the keys fps, maxWidth ... of the list; for the one camera.
  --password-file <f>  File with its password.

  --check            Say what is wrong with the list, and nothing else.
  --once             One frame of each camera; 0 only when all were delivered.
  --timeout <s>      For --once: longest wait for all of them; 30.
  --json             Figures as JSON on standard output.
  --every <s>        Where there is no terminal: a line of figures so often; 30.
  --drain <s>        At the end: longest wait for what is on its way; 5.

SIGUSR2 shows the figures of each camera. Exit codes: 0 well, 1 not all frames of --once were delivered or it cannot run,
2 wrong options, 75 ended before everything was delivered, 78 the list or a setting is wrong.`

const OPTIONS = {
  stream: { type: 'string' },
  redis: { type: 'string' },
  http: { type: 'string' },
  'token-file': { type: 'string' },
  'password-file': { type: 'string' },
  fps: { type: 'string' },
  'max-width': { type: 'string' },
  'max-height': { type: 'string' },
  quality: { type: 'string' },
  transport: { type: 'string' },
  kind: { type: 'string' },
  'stall-seconds': { type: 'string' },
  username: { type: 'string' },
  loop: { type: 'boolean' },
  watch: { type: 'boolean' },
  check: { type: 'boolean' },
  once: { type: 'boolean' },
  json: { type: 'boolean' },
  timeout: { type: 'string' },
  every: { type: 'string' },
  drain: { type: 'string' },
  help: { type: 'boolean', short: 'h' }
} as const

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values']

/** Options of one camera: how they are called here, how in the list, and whether they are numbers. */
const CAMERA_OPTIONS: readonly (readonly [keyof Values, string, 'number' | 'text' | 'switch'])[] = [
  ['fps', 'fps', 'number'],
  ['max-width', 'maxWidth', 'number'],
  ['max-height', 'maxHeight', 'number'],
  ['quality', 'quality', 'number'],
  ['stall-seconds', 'stallSeconds', 'number'],
  ['transport', 'transport', 'text'],
  ['kind', 'kind', 'text'],
  ['username', 'username', 'text'],
  ['loop', 'loop', 'switch'],
  ['watch', 'watch', 'switch']
]

/** @param words The command line behind the program's name. */
export function parsePushArguments(words: readonly string[]): PushArguments {
  try {
    const { values, positionals } = parseArgs({ args: [...words], allowPositionals: true, options: OPTIONS })
    if (values.help === true) return { help: true }
    const [source, ...rest] = positionals
    if (source === undefined) return { problem: 'Neither a list of cameras nor a source given' }
    if (rest.length > 0) return { problem: `Expected one list or source, received ${positionals.length}` }
    if (values.redis !== undefined && values.http !== undefined)
      return { problem: 'Expected --redis or --http, received both' }
    return toCommand(source, values)
  } catch (error) {
    return { problem: (error as Error).message }
  }
}

function toCommand(source: string, values: Values): PushArguments {
  const seconds = {
    timeoutS: secondsOf(values.timeout, 30),
    everyS: secondsOf(values.every, 30),
    drainS: secondsOf(values.drain, 5)
  }
  if (Object.values(seconds).some(value => value === null)) {
    return { problem: 'Expected a number of seconds above 0 behind --timeout, --every and --drain' }
  }
  const isFile = /\.ya?ml$/i.test(source)
  const own = CAMERA_OPTIONS.filter(([name]) => values[name] !== undefined)
  const [first] = own
  if (isFile && (first !== undefined || values.stream !== undefined || values['password-file'] !== undefined)) {
    return {
      problem: `--${first?.[0] ?? (values.stream === undefined ? 'password-file' : 'stream')} belongs to a single source: write it into the list`
    }
  }
  if (!isFile && (values.stream ?? '') === '') return { problem: 'Expected --stream <name> beside a source' }
  return {
    ...(seconds as { timeoutS: number; everyS: number; drainS: number }),
    file: isFile ? source : null,
    camera: isFile ? null : { stream: values.stream ?? '', entry: { source, ...entryOf(own, values) } },
    passwordFile: values['password-file'] ?? null,
    redis: values.redis ?? null,
    http: values.http ?? null,
    tokenFile: values['token-file'] ?? null,
    check: values.check ?? false,
    once: values.once ?? false,
    json: values.json ?? false
  }
}

function entryOf(options: typeof CAMERA_OPTIONS, values: Values): Record<string, unknown> {
  return Object.fromEntries(
    options.map(([name, key, kind]) => {
      const value = values[name]
      // What is no number is left as it is: the schema says so in the same words as for the list.
      return [key, kind === 'number' && value !== '' && !Number.isNaN(Number(value)) ? Number(value) : value]
    })
  )
}

function secondsOf(text: string | undefined, usual: number): number | null {
  if (text === undefined) return usual
  const value = Number(text)
  // A timer takes no more than 2^31 ms.
  return value > 0 && value <= 2_000_000 ? value : null
}
