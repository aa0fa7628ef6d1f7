import { expectedText } from '../../config/parse-value.ts'
import { type SettingName, type SettingSchema, settingEntries } from '../../config/schema.ts'
import { markdownTable } from './markdown-table.ts'

type Entry = readonly [SettingName, SettingSchema]

/** `docs/settings.md`, made from the schema. */
export function settingsReference(): string {
  const parts = [...groups()].map(([group, entries]) => `## ${group}\n\n${table(entries)}`)
  return `${SETTINGS_HEAD}\n${parts.join('\n\n')}\n`
}

/** `.env.example`, made from the schema: every setting with its default, commented out. */
export function envExample(): string {
  const parts = [...groups()].map(([group, entries]) => `# --- ${group} ---\n\n${entries.map(example).join('\n\n')}`)
  return `${ENV_HEAD}\n${parts.join('\n\n')}\n`
}

const SETTINGS_HEAD = `# Settings

Made from \`src/config/schema.ts\` by \`npm run docs\`; do not edit.

Settings are environment variables, or lines of a file \`.env\` in the working directory; the environment wins. Empty text
counts as not set. A value that does not parse stops the start with one message that names every bad variable. A setting
marked as secret is never logged, and may also come from a file: \`<NAME>_FILE\` names it.
`

const ENV_HEAD = `# Made from src/config/schema.ts by \`npm run docs\`. Copy to .env and take away the # of what you change.
`

function groups(): Map<string, Entry[]> {
  const found = new Map<string, Entry[]>()
  for (const entry of settingEntries()) found.set(entry[1].group, [...(found.get(entry[1].group) ?? []), entry])
  return found
}

function table(entries: readonly Entry[]): string {
  const rows = entries.map(([name, schema]) => [
    `\`${name}\``,
    expectedText(schema) + (schema.secret === true ? ', secret' : ''),
    schema.default === undefined ? 'not set' : `\`${defaultText(schema)}\``,
    schema.description
  ])
  return markdownTable(['Name', 'Value', 'Default', 'What it does'], rows)
}

function example([name, schema]: Entry): string {
  const secret = schema.secret === true ? `; may come from a file: ${name}_FILE` : ''
  return `# ${schema.description}\n# Value: ${expectedText(schema)}${secret}\n# ${name}=${defaultText(schema)}`
}

function defaultText({ default: value }: SettingSchema): string {
  if (value === undefined) return ''
  return typeof value === 'boolean' ? String(Number(value)) : String(value)
}
