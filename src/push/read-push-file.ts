import { Type } from 'typebox'
import { AppError } from '../errors.ts'
import type { CameraPlan } from './camera-plan.ts'
import { expandSecrets, type SecretSources } from './expand-secrets.ts'
import { type LocatedYaml, locateYaml } from './locate-yaml.ts'
import { makePlan } from './make-plan.ts'
import {
  type CameraEntry,
  type CameraOptions,
  CameraSchema,
  DefaultsSchema,
  type TargetEntry,
  TargetSchema
} from './push-schema.ts'
import { schemaProblems } from './schema-problems.ts'
import { type PathKind, sourceKind } from './source-kind.ts'

/** What a list of cameras says. */
export interface PushFile {
  /** Null when the file leaves it to the command line. */
  readonly target: TargetEntry | null
  readonly cameras: readonly CameraPlan[]
}

/** What a list of cameras is held against. */
export interface PushFileContext extends SecretSources {
  readonly pathKind: (path: string) => PathKind
}

/** The longest name of a stream that the service takes, bytes. */
export const MOST_STREAM_BYTES = 4096

const TopSchema = Type.Object(
  {
    to: Type.Optional(Type.Unknown()),
    defaults: Type.Optional(Type.Unknown()),
    cameras: Type.Record(Type.String(), Type.Unknown())
  },
  { additionalProperties: false }
)

/**
 * Reads a list of cameras.
 *
 * @param name Of the file, for messages.
 * @throws AppError `push/config-invalid`, one message that names file, line, camera and key of each mistake
 */
export function readPushFile(text: string, name: string, context: PushFileContext): PushFile {
  const reading = new Reading(locateYaml(text), name, context)
  const file = reading.read()
  if (reading.problems.length === 0) return file
  throw new AppError('push/config-invalid', `The list of cameras is wrong:\n  ${reading.problems.join('\n  ')}`)
}

/** One reading of one file, and what is wrong with it. */
class Reading {
  readonly problems: string[] = []
  readonly #yaml: LocatedYaml
  readonly #name: string
  readonly #context: PushFileContext

  constructor(yaml: LocatedYaml, name: string, context: PushFileContext) {
    this.#yaml = yaml
    this.#name = name
    this.#context = context
  }

  read(): PushFile {
    const nothing = { target: null, cameras: [] }
    for (const { line, text } of this.#yaml.problems) this.problems.push(`${this.#name}:${line}: ${text}`)
    if (this.problems.length > 0 || !this.#fits(TopSchema, this.#yaml.value, [])) return nothing
    const { to, defaults = {}, cameras } = this.#yaml.value as { to?: unknown; defaults?: unknown; cameras: object }
    const target = to === undefined ? null : this.#target(to)
    const common = this.#fits(DefaultsSchema, defaults, ['defaults']) ? (defaults as CameraOptions) : {}
    const entries = Object.entries(cameras)
    if (entries.length === 0) this.#add(['cameras'], 'there is no camera')
    return { target, cameras: entries.flatMap(([stream, entry]) => this.#camera(stream, entry, common)) }
  }

  #camera(stream: string, value: unknown, defaults: CameraOptions): CameraPlan[] {
    const path = ['cameras', stream]
    const bytes = Buffer.byteLength(stream)
    if (bytes === 0 || bytes > MOST_STREAM_BYTES) this.#add(path, `a name has 1 to ${MOST_STREAM_BYTES} bytes`)
    if (!this.#fits(CameraSchema, value, path)) return []
    const written = value as CameraEntry
    if (written.username !== undefined && /:\/\/[^/]*@/.test(written.source)) {
      this.#add([...path, 'username'], 'the address has a user already')
    }
    const secrets: string[] = []
    const entry = this.#expand(written, ['source', 'username', 'password'], path, secrets)
    if (entry === null) return []
    const kind = entry.kind ?? sourceKind(entry.source, this.#context.pathKind)
    if (typeof kind === 'string') return [makePlan(entry, { stream, kind, defaults, secrets })]
    this.#add([...path, 'source'], kind.problem)
    return []
  }

  #target(value: unknown): TargetEntry | null {
    if (!this.#fits(TargetSchema, value, ['to'])) return null
    const target = this.#expand(value as TargetEntry, ['redis', 'http', 'token'], ['to'], [])
    if (target === null) return null
    if ((target.redis === undefined) === (target.http === undefined)) {
      this.#add(['to'], 'expected either redis or http')
    }
    return target
  }

  /** The entry with its secrets in place; null when one could not be had. */
  #expand<Entry extends object>(
    entry: Entry,
    keys: readonly (keyof Entry & string)[],
    path: string[],
    secrets: string[]
  ): Entry | null {
    const expanded = { ...entry } as Record<string, unknown>
    let isWhole = true
    for (const key of keys) {
      const text = entry[key]
      if (typeof text !== 'string') continue
      const found = expandSecrets(text, this.#context)
      if ('problem' in found) {
        this.#add([...path, key], found.problem)
        isWhole = false
      } else {
        expanded[key] = found.text
        secrets.push(...found.secrets)
      }
    }
    return isWhole ? (expanded as Entry) : null
  }

  #fits(schema: Parameters<typeof schemaProblems>[0], value: unknown, path: readonly string[]): boolean {
    const found = schemaProblems(schema, value)
    for (const problem of found) this.#add([...path, ...problem.path], problem.text)
    return found.length === 0
  }

  #add(path: readonly string[], text: string): void {
    const [section, camera] = path
    const place = section === 'cameras' && camera !== undefined ? `camera ${JSON.stringify(camera)}` : (section ?? '')
    const key = path.slice(section === 'cameras' ? 2 : 1).join('.')
    const words = [place, key, text].filter(word => word !== '')
    this.problems.push(`${this.#name}:${this.#yaml.lineOf(path)}: ${words.join(': ')}`)
  }
}
