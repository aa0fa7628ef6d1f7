import type { TSchema } from 'typebox'
import { Errors } from 'typebox/value'

/** What is wrong with a value: the keys that lead to it, and one sentence's end. */
export interface SchemaProblem {
  readonly path: readonly string[]
  readonly text: string
}

/** What a value breaks of a schema, in the order of the schema, without repeating one place. */
export function schemaProblems(schema: TSchema, value: unknown): SchemaProblem[] {
  const found = new Map<string, SchemaProblem>()
  for (const error of Errors(schema, value)) {
    // The key itself is told of by an error of its own.
    if (error.keyword === 'additionalProperties') continue
    const path = error.instancePath.split('/').slice(1).map(unescapePointer)
    if (!found.has(error.instancePath)) found.set(error.instancePath, { path, text: sentence(error, schema) })
  }
  return [...found.values()]
}

function sentence(error: ReturnType<typeof Errors>[number], schema: TSchema): string {
  const params = error.params as {
    requiredProperties?: readonly string[]
    allowedValues?: readonly unknown[]
    type?: string | string[]
  }
  if (error.keyword === 'boolean') {
    const known = Object.keys((schema as { properties?: object }).properties ?? {})
    return `unknown key; known are ${known.join(', ')}`
  }
  if (error.keyword === 'required') return `${(params.requiredProperties ?? []).join(', ')} is missing`
  if (error.keyword === 'enum') return `must be one of ${(params.allowedValues ?? []).join(', ')}`
  return error.message
}

function unescapePointer(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~')
}
