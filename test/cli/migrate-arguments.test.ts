import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseMigrateArguments } from '../../src/cli/migrate-arguments.ts'

test('migrate reads .env, writes nothing and leaves out what is a day old, unless it is told otherwise', () => {
  expect(parseMigrateArguments([])).toEqual({
    env: '.env',
    write: false,
    url: null,
    token: null,
    mostAgeMs: 86_400_000,
    replace: false,
    json: false
  })
  const words = [
    '--env',
    'old.env',
    '--write',
    '--url',
    'http://h',
    '--token',
    't',
    '--hours',
    '0.5',
    '--replace',
    '--json'
  ]
  expect(parseMigrateArguments(words)).toEqual({
    env: 'old.env',
    write: true,
    url: 'http://h',
    token: 't',
    mostAgeMs: 1_800_000,
    replace: true,
    json: true
  })
  expect(parseMigrateArguments(['--all'])).toMatchObject({ mostAgeMs: null })
  expect(parseMigrateArguments(['-h'])).toEqual({ help: true })
})

test.each<[string[], string]>([
  [['--hours', 'x'], 'Bad --hours "x"'],
  [['--hours', '0'], 'Bad --hours "0"'],
  [['--url', 'http://h'], 'expected --write too'],
  [['--write', '--token', 't'], 'no use without --url'],
  [['--wirte'], "Unknown option '--wirte'"],
  [['old.env'], 'Unexpected argument']
])('migrate with %j says what is wrong', (words, problem) => {
  expect(parseMigrateArguments(words)).toEqual({ problem: expect.stringContaining(problem) })
})

test('every command of docs/migration.md is taken', () => {
  const text = readFileSync(new URL('../../docs/migration.md', import.meta.url), 'utf8')
  const commands = [...text.matchAll(/^npx camera-check migrate(.*?)(?: +#.*)?$/gm)].map(match => match[1] ?? '')
  expect(commands.length).toBeGreaterThan(3)
  for (const command of commands) {
    const words = command.split(/\s+/).filter(word => word !== '')
    expect([command, parseMigrateArguments(words)]).toEqual([
      command,
      expect.objectContaining({ env: expect.any(String) })
    ])
  }
})
