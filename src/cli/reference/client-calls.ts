import { docComment, type JsonSchema, type NamedTypes, shapeOf, typeText } from './type-text.ts'

interface Content {
  readonly schema?: JsonSchema
}
interface Parameter {
  readonly name: string
  readonly in: string
  readonly required?: boolean
  readonly description?: string
  readonly schema: JsonSchema
}
/** One call of an OpenAPI document. */
export interface Operation {
  readonly operationId: string
  readonly tags?: readonly string[]
  readonly summary?: string
  readonly description?: string
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly content: Readonly<Record<string, Content>> }
  readonly responses: Readonly<
    Record<string, { readonly description?: string; readonly content?: Readonly<Record<string, Content>> }>
  >
}
/** What is read of an OpenAPI document. */
export interface CallsDocument {
  readonly tags: readonly { readonly name: string; readonly description: string }[]
  readonly webhooks?: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

/** One call of the client: an operation, or one of its two answers where it has them as JSON and CSV. */
interface Call {
  readonly name: string
  readonly method: string
  readonly path: string
  readonly operation: Operation
  /** `format` of the query, where the operation has it. */
  readonly format?: 'json' | 'csv'
}

/** The interface of all calls with their types, and the table by which they are made. */
export function callsText(document: CallsDocument, named: NamedTypes, names: readonly string[]): string {
  const calls = callsOf(document)
  const members = calls.map(call => memberText(call, named))
  const rows = calls.map(rowText)
  const used = names.filter(name => members.some(member => new RegExp(`\\b${name}\\b`).test(member)))
  return `import type { CallOptions, FrameBytes, OperationTable, QueryValue } from '../call-types.ts'
import type { ${used.join(', ')} } from './types.ts'

/** Every call of the service's HTTP API. */
export interface RestCalls {
${members.join('\n\n')}
}

/** How each call is made. */
export const OPERATIONS: OperationTable<keyof RestCalls> = {
${rows.join(',\n')}
}
`
}

function callsOf({ paths }: CallsDocument): Call[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]): Call[] => {
      // WebSockets are not calls.
      if ('101' in operation.responses) return []
      const base = { name: operation.operationId, method: method.toUpperCase(), path, operation }
      if (!operation.parameters?.some(parameter => parameter.name === 'format')) return [base]
      return [
        { ...base, format: 'json' },
        { ...base, name: `${base.name}AsCsv`, format: 'csv' }
      ]
    })
  )
}

function memberText(call: Call, named: NamedTypes): string {
  const { operation, format } = call
  const doc = `${operation.summary ?? ''}${format === 'csv' ? ', as CSV' : ''}. ${operation.description ?? ''}`
  const { text, isNeeded } = inputText(call, named)
  return `${docComment(doc, '  ')}  ${call.name}(input${isNeeded ? '' : '?'}: ${text}): Promise<${answerText(call, named)}>`
}

function inputText(call: Call, named: NamedTypes): { text: string; isNeeded: boolean } {
  const parts: string[] = []
  const part = (name: string, isNeeded: boolean, text: string): void => {
    parts.push(`readonly ${name}${isNeeded ? '' : '?'}: ${text}`)
  }
  const inPath = parametersOf(call, 'path')
  if (inPath.length > 0) part('path', true, `{ ${inPath.map(one => `readonly ${nameOf(one)}: string`).join('; ')} }`)
  const inQuery = parametersOf(call, 'query').filter(one => call.format === undefined || one.name !== 'format')
  if (inQuery.length > 0) part('query', false, fieldsText(inQuery, queryTypeText))
  const inHeader = parametersOf(call, 'header')
  if (inHeader.length > 0)
    part(
      'headers',
      false,
      fieldsText(inHeader, () => 'string')
    )
  const body = bodyOf(call)
  if (body !== null)
    part('body', body.isNeeded, body.kind === 'bytes' ? 'FrameBytes' : typeText(body.schema, named, '    '))
  const isNeeded = inPath.length > 0 || body?.isNeeded === true
  return { text: parts.length === 0 ? 'CallOptions' : `CallOptions & { ${parts.join('; ')} }`, isNeeded }
}

function fieldsText(parameters: readonly Parameter[], typeOf: (one: Parameter) => string): string {
  const fields = parameters.map(
    one =>
      `${docComment(one.description, '      ')}      readonly ${/^\w+$/.test(one.name) ? one.name : `'${one.name}'`}?: ${typeOf(one)}`
  )
  return `{\n${fields.join('\n')}\n    }`
}

/** What stands in an address is text; numbers and lists are made into it. */
function queryTypeText({ schema }: Parameter): string {
  return schema.anyOf === undefined && schema.enum === undefined ? 'QueryValue' : typeText(schema, new Map())
}

function bodyOf({ operation }: Call): { kind: 'json' | 'bytes'; schema: JsonSchema; isNeeded: boolean } | null {
  const content = operation.requestBody?.content
  if (content === undefined) return null
  const json = content['application/json']?.schema
  if (json === undefined) return { kind: 'bytes', schema: {}, isNeeded: true }
  // A route whose body may be empty takes none at all as well; the client sends {}.
  const isNeeded = (json.required ?? []).length > 0 || json.properties === undefined
  return { kind: 'json', schema: json, isNeeded }
}

type AnswerKind = 'json' | 'text' | 'bytes' | 'stream'

function answerKind({ operation, format }: Call): AnswerKind {
  if (format === 'csv') return 'text'
  const types = Object.keys(successOf(operation) ?? {})
  if (types.length === 0) return 'stream'
  if (types.some(type => type.startsWith('image/'))) return 'bytes'
  return types.includes('text/plain') ? 'text' : 'json'
}

function answerText(call: Call, named: NamedTypes): string {
  const kind = answerKind(call)
  if (kind === 'text') return 'string'
  if (kind === 'bytes') return 'Uint8Array'
  if (kind === 'stream') return 'ReadableStream<Uint8Array>'
  return typeText(successOf(call.operation)?.['application/json']?.schema ?? {}, named, '  ')
}

function successOf({ responses }: Operation): Readonly<Record<string, Content>> | undefined {
  return Object.entries(responses).find(([status]) => status.startsWith('2'))?.[1].content
}

/** Statuses of 400 and more that have the shape of the answer, such as that of a service that is not ready. */
function alsoAccepted(operation: Operation): string[] {
  const shape = shapeOf(successOf(operation)?.['application/json']?.schema ?? null)
  return Object.entries(operation.responses)
    .filter(([status, { content }]) => {
      const schema = content?.['application/json']?.schema
      return Number(status) >= 400 && schema !== undefined && shapeOf(schema) === shape
    })
    .map(([status]) => status)
}

function rowText(call: Call): string {
  const { name, method, path, operation, format } = call
  const also = alsoAccepted(operation)
  const fields = [
    `method: '${method}'`,
    `path: '${path.replace('{*}', '{*key}')}'`,
    `answer: '${answerKind(call)}'`,
    ...(bodyOf(call) === null ? [] : [`body: '${bodyOf(call)?.kind}'`]),
    ...(format === 'csv' ? ["query: { format: 'csv' }"] : []),
    ...(also.length === 0 ? [] : [`accepts: [${also.join(', ')}]`])
  ]
  return `  ${name}: { ${fields.join(', ')} }`
}

function parametersOf({ operation }: Call, place: string): Parameter[] {
  return (operation.parameters ?? []).filter(one => one.in === place)
}

/** A path's rest has no name in the document. */
function nameOf({ name }: Parameter): string {
  return name === '*' ? 'key' : name
}
