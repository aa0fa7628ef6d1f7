import type { TSchema } from 'typebox'
import { CameraSchema, DefaultsSchema, TargetSchema } from '../../push/push-schema.ts'
import { markdownTable } from './markdown-table.ts'

/** What of a key's schema is told. */
interface KeySchema {
  readonly type?: string
  readonly enum?: readonly string[]
  readonly minimum?: number
  readonly maximum?: number
  readonly default?: unknown
  readonly description?: string
}

/** `docs/push-keys.md`, made from the schema of the list of cameras. */
export function pushReference(): string {
  const own = Object.keys(DefaultsSchema.properties)
  const onlyOfCameras = Object.entries(CameraSchema.properties).filter(([key]) => !own.includes(key))
  return `# Keys of the list of cameras

Made from \`src/push/push-schema.ts\` by \`npm run docs\`; do not edit. How they are used: [push.md](push.md).

## \`cameras.<stream>\`

${table(onlyOfCameras)}

## \`cameras.<stream>\`, or \`defaults\` for all

${table(Object.entries(DefaultsSchema.properties))}

## \`to\`

Either \`redis\` or \`http\`.

${table(Object.entries(TargetSchema.properties))}
`
}

function table(entries: readonly (readonly [string, TSchema])[]): string {
  const rows = entries.map(([key, schema]) => {
    const { default: value, description = '' } = schema as KeySchema
    const usual = value === undefined ? 'none' : `\`${JSON.stringify(value)}\``
    return [`\`${key}\``, expected(schema as KeySchema), usual, description]
  })
  return markdownTable(['Key', 'Value', 'Default', 'What it does'], rows)
}

function expected({ type, enum: allowed, minimum, maximum }: KeySchema): string {
  if (allowed !== undefined) return allowed.map(value => `\`${value}\``).join(', ')
  if (minimum !== undefined && maximum !== undefined) return `${minimum} to ${maximum}`
  return type === 'array' ? 'list of text' : type === 'string' ? 'text' : (type ?? '')
}
