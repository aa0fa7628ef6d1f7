import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { referenceFiles } from '../../src/cli/reference/reference-files.ts'
import { settingEntries } from '../../src/config/schema.ts'
import { unknownVariables } from '../../src/config/unknown-variables.ts'

const ROOT = new URL('../../', import.meta.url).pathname

function proseFiles(): string[] {
  const docs = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
  const all = ['README.md', ...docs.filter(name => name.endsWith('.md')).map(name => `docs/${name}`)]
  return all.filter(name => existsSync(join(ROOT, name)))
}

describe('docs in step', () => {
  test.each([...referenceFiles()])('%s is what `npm run docs` makes', (path, content) => {
    const file = join(ROOT, path)
    const found = existsSync(file) ? readFileSync(file, 'utf8') : ''
    expect(found, `${path} differs from the code; run: npm run docs`).toBe(content)
  })

  test.each(proseFiles())('%s mentions only settings that exist', path => {
    const text = readFileSync(join(ROOT, path), 'utf8')
    const mentioned = [...new Set([...text.matchAll(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g)].map(match => match[0]))]
    const known = settingEntries().flatMap(([name]) => [name, `${name}_FILE`])
    expect(unknownVariables(mentioned, known)).toEqual([])
  })

  test('every setting is described in one sentence, and its default lies in its range', () => {
    for (const [name, schema] of settingEntries()) {
      expect([name, schema.description]).toEqual([name, expect.stringMatching(/^[A-Z].{10,}\.$/s)])
      const {
        minimum = -Infinity,
        maximum = Infinity,
        default: value
      } = schema as { minimum?: number; maximum?: number; default?: unknown }
      if (typeof value === 'number') expect([name, value >= minimum && value <= maximum]).toEqual([name, true])
    }
  })
})
