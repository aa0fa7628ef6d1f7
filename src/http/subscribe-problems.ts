import type { FastifySchemaValidationError } from 'fastify'
import { DEFAULT_CAMERA_SETTINGS as DEFAULTS } from '../model/camera.ts'
import { expectedOfFault, floodOfWrongFaults, knownFaultKeys } from './fault-problems.ts'
import { type Bilingual, FIELD_PROBLEMS, SUBSCRIBE_FIELDS } from './messages.ts'
import { MAX_STREAM_BYTES, MAX_STREAMS, type SubscribeBody, SubscribeBodySchema } from './schemas/subscribe.ts'

const MAX_REPORTED = 20
const MAX_SHOWN_CHARACTERS = 80
const LONE_SURROGATE = /\p{Surrogate}/u

/** Where in the body: `['edge_params', 'low']`. */
type Path = readonly string[]
interface Problem {
  readonly path: Path
  readonly text: Bilingual
}

/**
 * Whether the body has more parts than any right one. Checked first: the schema's check makes an error object for each
 * wrong part, and a body of millions of them would take gigabytes.
 */
export function oversizedField(body: unknown): Bilingual | null {
  if (!isObject(body)) return null
  if (Object.keys(body).length > 1000) return FIELD_PROBLEMS.wrong('body', 'more than 1000 keys', expectedAt([]))
  for (const [key, value] of Object.entries(body)) {
    const size = Array.isArray(value) ? value.length : isObject(value) ? Object.keys(value).length : 0
    if (size > MAX_STREAMS) return FIELD_PROBLEMS.wrong(shown([key]), `${size} entries`, expectedAt([key]))
  }
  const flood = floodOfWrongFaults(body)
  return flood === null ? null : cannotSubscribe([flood])
}

/**
 * Everything that is wrong with a body, in one text that names each bad field and what arrived.
 *
 * @param errors What the schema's check found, of all fields.
 * @returns null when the body is right.
 */
export function subscribeProblems(body: unknown, errors: readonly FastifySchemaValidationError[]): Bilingual | null {
  const problems = schemaProblems(body, errors)
  // What the schema cannot say is looked at only where the schema is content.
  if (problems.length === 0) problems.push(...furtherProblems(body as SubscribeBody))
  if (problems.length === 0) return null
  const texts = problems.slice(0, MAX_REPORTED).map(problem => problem.text)
  if (problems.length > MAX_REPORTED) texts.push(FIELD_PROBLEMS.more(problems.length - MAX_REPORTED))
  return cannotSubscribe(texts)
}

function cannotSubscribe(texts: readonly Bilingual[]): Bilingual {
  return {
    en: `Cannot subscribe: ${texts.map(text => text.en).join('; ')}`,
    zh: `订阅请求有误：${texts.map(text => text.zh).join('；')}`
  }
}

function schemaProblems(body: unknown, errors: readonly FastifySchemaValidationError[]): Problem[] {
  const problems = new Map<string, Problem>()
  for (const error of errors) {
    const path = pathOf(error)
    const key = JSON.stringify(path)
    if (!problems.has(key)) problems.set(key, { path, text: textOf(error, path, body) })
  }
  // A field that takes a number or an object complains about both; the deeper complaint is the one that helps.
  const parents = new Set([...problems.values()].flatMap(({ path }) => prefixes(path)))
  return [...problems].filter(([key]) => !parents.has(key)).map(([, problem]) => problem)
}

function prefixes(path: Path): string[] {
  return path.map((_, i) => JSON.stringify(path.slice(0, i)))
}

function textOf(error: FastifySchemaValidationError, path: Path, body: unknown): Bilingual {
  if (error.keyword === 'additionalProperties')
    return FIELD_PROBLEMS.unknownKey(shown(path), knownKeys(path.slice(0, -1)))
  if (error.keyword === 'required') return FIELD_PROBLEMS.missing(shown(path), expectedAt(path))
  return FIELD_PROBLEMS.wrong(shown(path), asJson(valueAt(body, path)), expectedAt(path))
}

/** Path of the field itself, also where the check reports the object around it. */
function pathOf(error: FastifySchemaValidationError): Path {
  const around = error.instancePath
    .split('/')
    .slice(1)
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'))
  const { additionalProperty, missingProperty } = error.params as Record<string, unknown>
  const own = error.keyword === 'additionalProperties' ? additionalProperty : missingProperty
  return typeof own === 'string' ? [...around, own] : around
}

function furtherProblems(body: SubscribeBody): Problem[] {
  return [...badNames(body.streams), ...badEdges(body), ...strangers(body)]
}

function badNames(streams: readonly string[]): Problem[] {
  return streams.flatMap((stream, i) => {
    const path = ['streams', String(i)]
    if (Buffer.byteLength(stream) <= MAX_STREAM_BYTES && !LONE_SURROGATE.test(stream)) return []
    return [{ path, text: FIELD_PROBLEMS.wrong(shown(path), asJson(stream), expectedAt(path)) }]
  })
}

function badEdges({ edge_params: edge }: SubscribeBody): Problem[] {
  const low = edge?.low ?? DEFAULTS.edge.low
  const high = edge?.high ?? DEFAULTS.edge.high
  const path = ['edge_params', 'low']
  if (low <= high) return []
  return [{ path, text: FIELD_PROBLEMS.wrong(shown(path), `${low} with high ${high}`, expectedAt(path)) }]
}

/** A value for a stream that is not subscribed is a slip of the pen, and must not pass silently. */
function strangers(body: SubscribeBody): Problem[] {
  const streams = new Set(body.streams)
  return (['intrusion_cooldown_seconds', 'minio_storage_per_stream', 'stream_faults'] as const).flatMap(field => {
    const value = body[field]
    if (typeof value !== 'object') return []
    return Object.keys(value)
      .filter(name => !streams.has(name))
      .map(name => ({ path: [field, name], text: FIELD_PROBLEMS.notAStream(shown([field, name])) }))
  })
}

function expectedAt(path: Path): Bilingual {
  const [field = '', inner] = path
  const inFaults = faultPathOf(path)
  if (inFaults !== null && inFaults.length > 0) return expectedOfFault(inFaults)
  const exact = inner === undefined ? field : `${field}.${inner}`
  const key = Object.hasOwn(SUBSCRIBE_FIELDS, exact) ? exact : `${field}.*`
  return SUBSCRIBE_FIELDS[key] ?? { en: 'something else', zh: '其他内容' }
}

function knownKeys(path: Path): string {
  const [field] = path
  const inFaults = faultPathOf(path)
  if (inFaults !== null) return knownFaultKeys(inFaults)
  const inner =
    field === 'edge_params' || field === 'tamper_params' ? SubscribeBodySchema.properties[field] : SubscribeBodySchema
  return Object.keys(inner.properties).join(', ')
}

/** The part of a path below `faults`, or below a stream of `stream_faults`; null for one that leads elsewhere. */
function faultPathOf(path: Path): Path | null {
  const [field] = path
  if (field === 'faults') return path.slice(1)
  return field === 'stream_faults' && path.length > 1 ? path.slice(2) : null
}

/** `streams[3]`, `edge_params.low`, `intrusion_cooldown_seconds["a b"]`, or `body` for the whole. */
function shown(path: Path): string {
  const [field, inner] = path
  if (field === undefined) return 'body'
  const name = Object.hasOwn(SUBSCRIBE_FIELDS, field) ? field : asJson(field)
  if (inner === undefined) return name
  if (field === 'streams') return `${name}[${inner}]`
  const plain = field.endsWith('faults') ? /^[a-zA-Z_-]{1,40}$/ : /^[a-z_]{1,40}$/
  const rest = path.slice(1).map(part => (plain.test(part) ? `.${part}` : `[${asJson(part)}]`))
  return `${name}${rest.join('')}`
}

function valueAt(body: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      isObject(value) && Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined,
    body
  )
}

/** What arrived, cut to a length that a message can carry. */
function asJson(value: unknown): string {
  const short = typeof value === 'string' ? value.slice(0, MAX_SHOWN_CHARACTERS + 1) : value
  const text = isObject(short) ? summaryOf(short) : (JSON.stringify(short) ?? 'nothing')
  return text.length <= MAX_SHOWN_CHARACTERS ? text : `${text.slice(0, MAX_SHOWN_CHARACTERS)}...`
}

function summaryOf(value: object): string {
  const keys = Object.keys(value)
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `a list of ${value.length}`
  return keys.length === 0 ? '{}' : `an object of ${keys.length} ${keys.length === 1 ? 'key' : 'keys'}`
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
