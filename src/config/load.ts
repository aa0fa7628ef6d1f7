import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { AppError, errorText } from '../errors.ts'
import { crossChecks } from './cross-checks.ts'
import { parseValue } from './parse-value.ts'
import { type SettingName, type SettingSchema, type Settings, settingEntries } from './schema.ts'
import { shownValue } from './shown-value.ts'
import { unknownVariables } from './unknown-variables.ts'

export type Environment = Readonly<Record<string, string | undefined>>

export interface LoadedSettings {
  readonly settings: Settings
  /** Variables that look like a setting and are none; to be logged at the start. */
  readonly warnings: readonly string[]
}

/** Reads a secret's file as UTF-8 text; throws when it cannot. */
export type FileReader = (path: string) => string

/** What was found for one setting: its value, nothing, or the problem with it. */
type Found = { readonly value?: string | number | boolean; readonly problem?: string }

const readTextFile: FileReader = path => readFileSync(path, 'utf8')

/**
 * Makes settings from variables. Empty text counts as not set; secrets may come from the file that `<NAME>_FILE` names.
 *
 * @throws AppError `config/invalid`, one message that names every bad variable
 * @example const { settings, warnings } = loadSettings(readEnvironment())
 */
export function loadSettings(env: Environment, readFile: FileReader = readTextFile): LoadedSettings {
  const values: Record<string, string | number | boolean> = {}
  const problems: string[] = []
  for (const [name, schema] of settingEntries()) {
    const { value, problem } = find(name, schema, env, readFile)
    if (problem !== undefined) problems.push(problem)
    else if (value !== undefined) values[name] = value
  }
  // A setting that is bad itself is not reported once more as missing.
  const reported = new Set(problems.map(variableName))
  problems.push(...crossChecks(values as Partial<Settings>).filter(problem => !reported.has(variableName(problem))))
  if (problems.length > 0) {
    throw new AppError('config/invalid', `Cannot start, these settings are wrong:\n  ${problems.join('\n  ')}`)
  }
  return { settings: values as Settings, warnings: unknownVariables(setNames(env), knownNames()) }
}

/**
 * The process environment over the variables of `.env` in the working directory: the only place that reads either.
 *
 * @throws AppError `config/invalid` when `.env` is there and cannot be read
 */
export function readEnvironment(folder: string = process.cwd()): Environment {
  const path = join(folder, '.env')
  try {
    return { ...parseEnv(readFileSync(path, 'utf8')), ...process.env }
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return process.env
    throw new AppError('config/invalid', `Cannot read ${path}: ${errorText(cause)}`, { cause })
  }
}

function find(name: SettingName, schema: SettingSchema, env: Environment, readFile: FileReader): Found {
  // A secret is taken as it is: spaces may belong to it.
  const plain = schema.secret === true ? env[name] : env[name]?.trim()
  const path = schema.secret === true ? env[`${name}_FILE`]?.trim() : undefined
  if (path) {
    if (plain) return { problem: `${name}: set twice, expected either ${name} or ${name}_FILE` }
    return fromFile(name, path, readFile)
  }
  if (!plain) return schema.default === undefined ? {} : { value: schema.default as string | number | boolean }
  const parsed = parseValue(plain, schema)
  if (parsed.ok) return { value: parsed.value }
  const got = schema.secret === true ? 'a value' : shownValue(plain)
  return { problem: `${name}: got ${got}, expected ${parsed.expected}` }
}

function fromFile(name: SettingName, path: string, readFile: FileReader): Found {
  try {
    const text = readFile(path).replace(/\r?\n$/, '')
    return text === '' ? { problem: `${name}: ${name}_FILE names an empty file, ${path}` } : { value: text }
  } catch (cause) {
    return { problem: `${name}: cannot read the file of ${name}_FILE: ${errorText(cause)}` }
  }
}

function variableName(problem: string): string {
  return problem.slice(0, problem.indexOf(':'))
}

function setNames(env: Environment): string[] {
  return Object.keys(env).filter(name => env[name] !== undefined && env[name] !== '')
}

function knownNames(): string[] {
  return settingEntries().flatMap(([name, schema]) => (schema.secret === true ? [name, `${name}_FILE`] : [name]))
}
