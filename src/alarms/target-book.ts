import { readFile } from 'node:fs/promises'
import Value from 'typebox/value'
import { AppError, errorText } from '../errors.ts'
import type { AlarmStore } from '../pipeline/incidents/alarm-store.ts'
import { makeTarget } from './make-target.ts'
import { targetProblems } from './target-problems.ts'
import { type AlarmTarget, type TargetInput, TargetInputSchema } from './target-schema.ts'

/** A target and where it comes from. */
export interface BookedTarget {
  readonly target: AlarmTarget
  /** From `ALARM_TARGETS_FILE`: nobody changes it here. */
  readonly isFixed: boolean
}

const ID = /^[a-z0-9][a-z0-9-]{0,63}$/
const MOST_IN_FILE = 100
const MOST_FILE_BYTES = 1024 * 1024

/** All targets: those of a file, and those that people have set. */
export class TargetBook {
  readonly #store: Pick<AlarmStore, 'targets'>
  readonly #fixed: readonly AlarmTarget[]

  /** @param fixed Of `readTargetsFile`. */
  constructor(store: Pick<AlarmStore, 'targets'>, fixed: readonly AlarmTarget[]) {
    this.#store = store
    this.#fixed = fixed
  }

  /** In the order of their names. @throws AppError `incident/store-failed` */
  async all(): Promise<readonly BookedTarget[]> {
    const fixed = this.#fixed.map(target => ({ target, isFixed: true }))
    const ids = new Set(this.#fixed.map(({ id }) => id))
    const set = [...(await this.#store.targets())].flatMap(([id, text]) =>
      ids.has(id) ? [] : [{ target: storedTarget(text), isFixed: false }]
    )
    return [...fixed, ...set].sort((one, other) => one.target.name.localeCompare(other.target.name))
  }

  /** @throws AppError `alarm/target-not-found` */
  async get(id: string): Promise<BookedTarget> {
    const found = (await this.all()).find(({ target }) => target.id === id)
    if (found === undefined) {
      throw new AppError('alarm/target-not-found', `There is no target ${id}`, { messageZh: `没有通知目标 ${id}` })
    }
    return found
  }
}

/**
 * Reads targets of a file: a JSON list of what the API takes, each with an `id` of its own.
 *
 * @throws AppError `config/invalid` naming each wrong field; never a secret's value.
 */
export async function readTargetsFile(path: string): Promise<readonly AlarmTarget[]> {
  const refuse = (why: string): AppError => new AppError('config/invalid', `ALARM_TARGETS_FILE: ${why}`)
  let list: unknown
  try {
    const text = await readFile(path, 'utf8')
    if (text.length > MOST_FILE_BYTES) throw new Error(`it is larger than ${MOST_FILE_BYTES} bytes`)
    list = JSON.parse(text)
  } catch (cause) {
    // What JSON.parse says quotes the text, and secrets stand in it.
    throw refuse(cause instanceof SyntaxError ? `${path} is no JSON` : `cannot read ${path}: ${errorText(cause)}`)
  }
  if (!Array.isArray(list) || list.length > MOST_IN_FILE)
    throw refuse(`expected a list of at most ${MOST_IN_FILE} targets`)
  const problems: string[] = []
  const targets = list.flatMap((one: unknown, i) => {
    const read = targetOf(one)
    if ('problems' in read) problems.push(...read.problems.map(problem => `${i}.${problem}`))
    return 'target' in read ? [read.target] : []
  })
  const twice = targets.find(({ id }, i) => targets.findIndex(other => other.id === id) < i)
  if (twice !== undefined) problems.push(`id ${twice.id} is there twice`)
  if (problems.length > 0) throw refuse(problems.join('; '))
  return targets
}

function targetOf(value: unknown): { readonly target: AlarmTarget } | { readonly problems: readonly string[] } {
  if (typeof value !== 'object' || value === null) return { problems: ['expected an object'] }
  const { id, ...input } = value as { readonly id?: unknown }
  if (typeof id !== 'string' || !ID.test(id)) return { problems: ['id: expected a-z, 0-9 and hyphens, 64 at most'] }
  if (!Value.Check(TargetInputSchema, input)) {
    return {
      problems: Value.Errors(TargetInputSchema, input).map(
        error => `${error.instancePath.slice(1).replaceAll('/', '.')}: ${error.message}`
      )
    }
  }
  const target = makeTarget(id, input as TargetInput, null)
  const problems = targetProblems(target)
  return problems.length === 0 ? { target } : { problems: problems.map(({ path, en }) => `${path}: ${en}`) }
}

/** @throws AppError `incident/store-failed` */
function storedTarget(text: string): AlarmTarget {
  try {
    return JSON.parse(text) as AlarmTarget
  } catch (cause) {
    throw new AppError('incident/store-failed', 'Cannot read a target of alarms: it is not JSON', { cause })
  }
}
