/** A JSON schema, as OpenAPI and AsyncAPI documents hold it. */
export interface JsonSchema {
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly items?: JsonSchema | readonly JsonSchema[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | JsonSchema
  readonly patternProperties?: Readonly<Record<string, JsonSchema>>
}

/** Types that have a name, by the shape of their schemas. */
export type NamedTypes = ReadonlyMap<string, string>

/** Words that say nothing of which values are there, for the comparison of two schemas. */
const WITHOUT_SHAPE = new Set(['description', 'examples', 'example', 'default', 'title'])

/** The same text for schemas of the same shape, whatever is said of them. */
export function shapeOf(schema: unknown): string {
  return JSON.stringify(schema, (key, value: unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    // Below `properties` the keys are names of fields, which may be called as anything.
    const isFields = key === 'properties' || key === 'patternProperties'
    const entries = Object.entries(value)
      .filter(([name]) => isFields || !WITHOUT_SHAPE.has(name))
      .map(([name, part]): [string, unknown] => (isFields ? [name, part] : asOpenApi(name, part)))
    return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)))
  })
}

/** As @fastify/swagger writes it. */
function asOpenApi(name: string, part: unknown): [string, unknown] {
  if (name === 'const') return ['enum', [part]]
  if (name === 'patternProperties') return ['additionalProperties', Object.values(part as object)[0]]
  return [name, part]
}

/**
 * A schema as a TypeScript type.
 *
 * @param indent Blanks before its lines behind the first.
 */
export function typeText(schema: JsonSchema, named: NamedTypes, indent = ''): string {
  return named.get(shapeOf(schema)) ?? bareTypeText(schema, named, indent)
}

/** The same, written out even where it has a name. */
export function bareTypeText(schema: JsonSchema, named: NamedTypes, indent = ''): string {
  const some = schema.anyOf ?? schema.oneOf
  if (some !== undefined) return [...new Set(some.map(one => typeText(one, named, indent)))].join(' | ')
  if (schema.enum !== undefined) return schema.enum.map(literal).join(' | ')
  if (schema.const !== undefined) return literal(schema.const)
  if (Array.isArray(schema.type)) {
    return schema.type.map(type => typeText({ ...schema, type }, named, indent)).join(' | ')
  }
  switch (schema.type) {
    case 'array':
      return arrayText(schema.items ?? {}, named, indent)
    case 'object':
      return objectText(schema, named, indent)
    case 'integer':
      return 'number'
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
      return schema.type
    default:
      return 'unknown'
  }
}

/** A comment above a member, or nothing. */
export function docComment(text: string | undefined, indent: string): string {
  return text === undefined || text === '' ? '' : `${indent}/** ${text.replaceAll('*/', '* /').trim()} */\n`
}

function literal(value: unknown): string {
  return typeof value === 'string' ? `'${value.replace(/[\\']/g, '\\$&')}'` : String(value)
}

function arrayText(items: JsonSchema | readonly JsonSchema[], named: NamedTypes, indent: string): string {
  if (isTuple(items)) return `readonly [${items.map(item => typeText(item, named, indent)).join(', ')}]`
  const text = typeText(items, named, indent)
  return `readonly ${text.includes('|') || text.startsWith('readonly') ? `(${text})` : text}[]`
}

function isTuple(items: JsonSchema | readonly JsonSchema[]): items is readonly JsonSchema[] {
  return Array.isArray(items)
}

function objectText(schema: JsonSchema, named: NamedTypes, indent: string): string {
  const { properties = {}, required = [], additionalProperties: others, patternProperties } = schema
  const inner = `${indent}  `
  const lines = Object.entries(properties).map(([name, field]) => {
    const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name}'`
    const mark = required.includes(name) ? '' : '?'
    return `${docComment(field.description, inner)}${inner}readonly ${key}${mark}: ${typeText(field, named, inner)}`
  })
  const [pattern] = Object.values(patternProperties ?? {})
  const rest = pattern ?? (typeof others === 'object' ? others : undefined)
  if (lines.length > 0) {
    if (others === true) lines.push(`${inner}readonly [key: string]: unknown`)
    return `{\n${lines.join('\n')}\n${indent}}`
  }
  return `Readonly<Record<string, ${rest === undefined ? (others === false ? 'never' : 'unknown') : typeText(rest, named, indent)}>>`
}
