import { type Environment, loadSettings } from '../config/load.ts'
import { nearestName } from '../config/nearest-name.ts'
import { type Settings, settingEntries } from '../config/schema.ts'
import { unknownVariables } from '../config/unknown-variables.ts'
import { AppError } from '../errors.ts'

/**
 * What becomes of a variable of the old service:
 * - `same`: it is read as before; `changed`: it is read, and means something else now
 * - `renamed`: `becomes` says how
 * - `not-needed`: it may go
 * - `wrong`: its value does not parse, which stops the start
 * - `unknown`: it looks like one of this service's and is none; `foreign`: it is not about this service
 */
export type VariableVerdict = 'same' | 'changed' | 'renamed' | 'not-needed' | 'wrong' | 'unknown' | 'foreign'

export interface JudgedVariable {
  readonly name: string
  readonly verdict: VariableVerdict
  /** Its name from now on; null when it has none. */
  readonly becomes: string | null
  /** One sentence. Never a secret's value. */
  readonly note: string
}

export interface JudgedEnvironment {
  readonly variables: readonly JudgedVariable[]
  /** What is not set and should be thought of. */
  readonly advice: readonly string[]
  /** Settings of what parsed; null when too much is wrong. */
  readonly settings: Settings | null
}

/** Read as before, with another meaning or effect. */
const CHANGED: Readonly<Record<string, string>> = {
  EXECUTOR_CPU:
    'Threads that read, decode, judge and store, in place of workers that only judged; left out, one for each core',
  MINIO_BUCKET: 'The same bucket; it is no longer made public: pictures are read through the API'
}

const NOT_NEEDED: Readonly<Record<string, string>> = {
  REDIS_DECODE_RESPONSES: 'Accepted and ignored: frames are binary',
  WEB_CONCURRENCY: 'One process serves all; EXECUTOR_CPU sets its threads, and FLEET=1 shares cameras between processes'
}

/** Of the server that the old service ran in. */
const RENAMED: Readonly<Record<string, string>> = { UVICORN_HOST: 'HOST', UVICORN_PORT: 'PORT' }

const OF_PYTHON = /^(PYTHON|PIP_|VIRTUAL_ENV$|CONDA_|UVICORN_|GUNICORN_|OMP_|OPENBLAS_|MKL_|NUMEXPR_|OPENCV_)/

/** Says what each variable of an old service's environment becomes. @param env As read from its `.env` alone. */
export function judgeVariables(env: Environment): JudgedEnvironment {
  const renamed = withNewNames(env)
  const problems = problemsOf(renamed)
  const variables = Object.keys(env).map(name => judge(name, problems))
  const withoutWrong = Object.fromEntries(Object.entries(renamed).filter(([name]) => !problems.has(name)))
  return { variables, advice: adviceFor(env), settings: settingsOf(withoutWrong) }
}

function judge(name: string, problems: ReadonlyMap<string, string>): JudgedVariable {
  const becomes = RENAMED[name] ?? name
  const problem = problems.get(becomes)
  if (problem !== undefined) return { name, verdict: 'wrong', becomes, note: problem }
  if (becomes !== name) return { name, verdict: 'renamed', becomes, note: `Is called ${becomes} here` }
  const reason = NOT_NEEDED[name]
  if (reason !== undefined) return { name, verdict: 'not-needed', becomes: null, note: reason }
  const known = knownNames()
  if (known.includes(name)) {
    const changed = CHANGED[name]
    return changed === undefined
      ? { name, verdict: 'same', becomes: name, note: 'Means the same' }
      : { name, verdict: 'changed', becomes: name, note: changed }
  }
  if (OF_PYTHON.test(name)) {
    return { name, verdict: 'not-needed', becomes: null, note: 'Of Python and its libraries, which nothing here uses' }
  }
  if (unknownVariables([name], known).length > 0) {
    const nearest = nearestName(name, known)
    return { name, verdict: 'unknown', becomes: null, note: `Is ignored; the nearest known one is ${nearest}` }
  }
  return { name, verdict: 'foreign', becomes: null, note: 'Is not read by this service' }
}

function withNewNames(env: Environment): Environment {
  const moved = Object.entries(RENAMED).flatMap(([old, name]) =>
    env[old] === undefined || env[name] !== undefined ? [] : [[name, env[old]]]
  )
  return { ...env, ...Object.fromEntries(moved) }
}

function knownNames(): string[] {
  return settingEntries().flatMap(([name, schema]) => (schema.secret === true ? [name, `${name}_FILE`] : [name]))
}

/** What is wrong, by the name of the variable. */
function problemsOf(env: Environment): Map<string, string> {
  try {
    loadSettings(env)
    return new Map()
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause
    // One line for each variable, which begins with its name.
    const found = cause.message.matchAll(/^ {2}([A-Z][A-Z0-9_]*): (.*)$/gm)
    return new Map([...found].map(([, name = '', problem = '']) => [name, problem]))
  }
}

function settingsOf(env: Environment): Settings | null {
  try {
    return loadSettings(env).settings
  } catch (cause) {
    if (cause instanceof AppError) return null
    throw cause
  }
}

function adviceFor(env: Environment): string[] {
  const isSet = (name: string): boolean => (env[name] ?? '') !== ''
  return [
    ...(isSet('MINIO_ENDPOINT') && !isSet('MINIO_USE_INTRUSSION_SUFFIX')
      ? [
          'MINIO_USE_INTRUSSION_SUFFIX=1 goes on naming snapshots <ms>_intrussion.jpg, as the old service did by default; without it they are <ms>.jpg, and old ones count all the same'
        ]
      : []),
    ...(isSet('API_TOKENS')
      ? []
      : [
          'API_TOKENS asks callers for a token (camera-check token makes one); without it the service listens on 127.0.0.1 alone, unless HOST says otherwise'
        ])
  ]
}
