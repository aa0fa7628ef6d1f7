import type { CallsDocument, Operation } from './client-calls.ts'
import { namedTypes } from './client-types.ts'
import { markdownTable } from './markdown-table.ts'
import { prose } from './prose.ts'
import { bareTypeText, docComment, type JsonSchema, type NamedTypes, shapeOf, typeText } from './type-text.ts'

/** `docs/api.md`: every call of the OpenAPI document, with its types. */
export function apiReference(document: CallsDocument): string {
  const { byShape, schemas } = namedTypes()
  const groups = document.tags.map(({ name, description }) => {
    const calls = callsOf(document, name).map(call => callText(call, byShape))
    return `## ${name}\n\n${description}.\n\n${calls.join('\n')}`
  })
  const hooks = Object.entries(document.webhooks ?? {}).map(([name, methods]) => hookText(name, methods, byShape))
  const webhooks =
    hooks.length === 0
      ? ''
      : `## Webhooks\n\nWhat the service sends to others: [alarms](alarms.md).\n\n${hooks.join('\n')}\n`
  const used = usedTypes([...groups, ...hooks].join('\n'), schemas, byShape)
  return `${HEAD}\n${groups.join('\n')}\n${webhooks}## Types\n\n${used.join('\n')}`
}

const HEAD = `# HTTP API

Made from the service's own OpenAPI document by \`npm run docs\`; do not edit.

A running service has the document at \`/docs/json\`, and at \`/docs\` a page on which each call can be tried. Every answer
that is not 2xx is an [\`ErrorAnswer\`](#erroranswer): compare its \`code\`, which is one of [these](errors.md). Roles are those
of [the tokens](access.md); without \`API_TOKENS\` everybody may do everything. The names in \`client.rest\` are those of the
[TypeScript client](client.md). What is told while it happens comes over [WebSockets](websockets.md).
`

interface Call {
  readonly method: string
  readonly path: string
  readonly operation: Operation
}

function callsOf({ paths }: CallsDocument, tag: string): Call[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { tags, responses }]) => tags?.includes(tag) === true && !('101' in responses))
      .map(([method, operation]) => ({ method: method.toUpperCase(), path: path.replace('{*}', '{key}'), operation }))
  )
}

function callText({ method, path, operation }: Call, named: NamedTypes): string {
  const { summary = '', description = '', operationId } = operation
  const parts = [
    `### ${method} ${path}`,
    `**${prose(summary)}.** ${prose(description)} \`client.rest.${operationId}\``,
    parametersText(operation),
    bodyText(operation, named),
    answersText(operation, named)
  ]
  return `${parts.filter(part => part !== '').join('\n\n')}\n`
}

function hookText(name: string, methods: Readonly<Record<string, Operation>>, named: NamedTypes): string {
  return Object.entries(methods)
    .map(([method, operation]) => {
      const { summary = '', description = '' } = operation
      const head = `### ${method.toUpperCase()} ${name}\n\n**${prose(summary)}.** ${prose(description)}`
      const rows = Object.entries(operation.responses).map(([status, answer]) => [
        status,
        prose(answer.description ?? '')
      ])
      const answers = markdownTable(['Answer', 'What it means to the service'], rows)
      const parts = [head, parametersText(operation), bodyText(operation, named), answers]
      return `${parts.filter(part => part !== '').join('\n\n')}\n`
    })
    .join('\n')
}

function parametersText({ parameters = [] }: Operation): string {
  if (parameters.length === 0) return ''
  const rows = parameters.map(({ name, in: place, required, description = '', schema }) => [
    `\`${name === '*' ? 'key' : name}\``,
    place,
    required === true ? 'yes' : '',
    [prose(description), valuesText(schema)].filter(text => text !== '').join('. ')
  ])
  return markdownTable(['Parameter', 'In', 'Required', 'What it is'], rows)
}

/** Values that are listed, such as `severity`, `name`. */
function valuesText(schema: JsonSchema): string {
  const values = [schema, ...(schema.anyOf ?? [])].flatMap(one => one.enum ?? [])
  return values.length === 0 ? '' : `One of ${values.map(value => `\`${String(value)}\``).join(', ')}`
}

function bodyText({ requestBody }: Operation, named: NamedTypes): string {
  const content = requestBody?.content
  if (content === undefined) return ''
  const json = content['application/json']?.schema
  if (json !== undefined) return `Body, JSON:\n\n${typeBlock(json, named)}`
  return `Body: bytes, ${Object.keys(content)
    .map(type => `\`${type}\``)
    .join(' or ')}.`
}

function answersText({ responses }: Operation, named: NamedTypes): string {
  const errors = Object.keys(responses).filter(status => Number(status) >= 400 && !hasShapeOfSuccess(responses, status))
  const good = Object.entries(responses).filter(([status]) => !errors.includes(status))
  const texts = good.map(([status, { description = '', content = {} }]) => {
    const json = content['application/json']?.schema
    const others = Object.keys(content).filter(type => type !== 'application/json')
    const types = others.length === 0 ? '' : `, ${others.map(type => `\`${type}\``).join(', ')}`
    const head = `Answer ${status}${types}: ${prose(description)}.`
    return json === undefined ? head : `${head}\n\n${typeBlock(json, named)}`
  })
  return [...texts, errors.length === 0 ? '' : `Errors: ${errors.join(', ')}.`].filter(text => text !== '').join('\n\n')
}

/** As that of a service that is not ready. */
function hasShapeOfSuccess(responses: Operation['responses'], status: string): boolean {
  const schemaOf = (one: string) => responses[one]?.content?.['application/json']?.schema
  const success = Object.keys(responses).find(one => one.startsWith('2'))
  if (success === undefined || schemaOf(status) === undefined) return false
  return shapeOf(schemaOf(success)) === shapeOf(schemaOf(status))
}

function typeBlock(schema: JsonSchema, named: NamedTypes): string {
  const name = named.get(shapeOf(schema))
  if (name !== undefined) return `[\`${name}\`](#${name.toLowerCase()})`
  return `\`\`\`ts\n${typeText(schema, named)}\n\`\`\``
}

/** Named types that the calls mention, and those that these mention. */
function usedTypes(text: string, schemas: ReturnType<typeof namedTypes>['schemas'], named: NamedTypes): string[] {
  const blocks = new Map(
    schemas.map(({ name, schema, doc }) => [
      name,
      `### ${name}\n\n\`\`\`ts\n${docComment(doc, '')}type ${name} = ${bareTypeText(schema, named)}\n\`\`\`\n`
    ])
  )
  const used = new Set<string>(['ErrorAnswer'])
  const look = (where: string): void => {
    for (const name of blocks.keys()) {
      if (used.has(name) || !new RegExp(`\\b${name}\\b`).test(where)) continue
      used.add(name)
      look(blocks.get(name) ?? '')
    }
  }
  look(text)
  return [...blocks].filter(([name]) => used.has(name)).map(([, block]) => block)
}
