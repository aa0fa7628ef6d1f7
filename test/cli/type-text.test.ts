import { expect, test } from 'vitest'
import { docComment, shapeOf, typeText } from '../../src/cli/reference/type-text.ts'

const none = new Map<string, string>()

test.each<[object, string]>([
  [{ type: 'string' }, 'string'],
  [{ type: 'integer', minimum: 1 }, 'number'],
  [{ enum: ['a', "it's", 3, null] }, "'a' | 'it\\'s' | 3 | null"],
  [{ const: true }, 'true'],
  [{ anyOf: [{ type: 'number' }, { type: 'null' }, { type: 'integer' }] }, 'number | null'],
  [{ type: ['string', 'null'] }, 'string | null'],
  [{ type: 'array', items: { type: 'string' } }, 'readonly string[]'],
  [{ type: 'array', items: { enum: ['a', 'b'] } }, "readonly ('a' | 'b')[]"],
  [
    { type: 'array', items: { type: 'array', items: [{ type: 'number' }, { type: 'string' }] } },
    'readonly (readonly [number, string])[]'
  ],
  [{ type: 'object', patternProperties: { '^.*$': { type: 'number' } } }, 'Readonly<Record<string, number>>'],
  [{ type: 'object', additionalProperties: false }, 'Readonly<Record<string, never>>'],
  [{ type: 'object' }, 'Readonly<Record<string, unknown>>'],
  [{}, 'unknown']
])('the type of %j is %s', (schema, text) => {
  expect(typeText(schema, none)).toBe(text)
})

test('fields have their comments, and marks where they may be left out', () => {
  const schema = {
    type: 'object',
    required: ['a'],
    properties: {
      a: { type: 'string', description: 'First */ of all' },
      'b-c': { type: 'object', properties: { d: {} } }
    }
  }
  expect(typeText(schema, none)).toBe(
    "{\n  /** First * / of all */\n  readonly a: string\n  readonly 'b-c'?: {\n    readonly d?: unknown\n  }\n}"
  )
  expect(docComment('', '  ')).toBe('')
})

test('a schema of a known shape goes by its name, whatever is said of it', () => {
  const named = new Map([[shapeOf({ type: 'object', properties: { description: { const: 1 } } }), 'Known']])
  const same = { type: 'object', description: 'x', properties: { description: { enum: [1], description: 'y' } } }
  expect(typeText({ type: 'array', items: same }, named)).toBe('readonly Known[]')
  expect(shapeOf({ type: 'object', properties: { title: {} } })).not.toBe(shapeOf({ type: 'object', properties: {} }))
})
