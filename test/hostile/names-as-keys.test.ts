import { join, normalize, sep } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvOf, csvText } from '../../src/http/wire/csv.ts'
import { createLog } from '../../src/observe/log.ts'
import { isSceneFileName, sceneFileName } from '../../src/pipeline/detect/adapters/scene-file-name.ts'
import { formatKey, isOwnKey, pictureKey, safeStream } from '../../src/pipeline/snapshots/object-key.ts'
import { HOSTILE_NAMES } from './hostile-names.ts'

const MOST_BYTES = 255

/** Names that differ and must not meet: by case, by how accents are written, by what cannot be seen. */
const PAIRS = [
  ['Gate/1', 'gate/1'],
  ['GATE', 'gate'],
  ['caf\u00e9', 'cafe\u0301'],
  ['\u212b', '\u00c5'],
  ['\ufb01le', 'file'],
  ['a\u200bb', 'ab'],
  ['abc\u202e', 'abc'],
  ['stra\u00dfe', 'strasse'],
  ['\u0130', 'i\u0307'],
  ['con', 'CON'],
  ['NUL', 'NUL '],
  ['gate.', 'gate'],
  ['gate ', 'gate'],
  ['a/b', 'a_b'],
  ['a\\b', 'a/b'],
  ['a\u0000b', 'a'],
  ['..', '__'],
  ['%2e%2e', '..']
] as const

const anyName = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 300 }),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 4096 }),
  fc.constantFrom(...HOSTILE_NAMES.map(([, name]) => name), ...PAIRS.flat()),
  fc
    .array(fc.constantFrom('..', '/', '\\', '\0', '.', '%2e', '%00', 'a', '~', '\u202e', 'CON', ':', '\n'), {
      minLength: 1,
      maxLength: 12
    })
    .map(parts => parts.join(''))
)

/** Whether joining a path to a folder stays in it, as the file system would see it. */
function staysIn(folder: string, path: string): boolean {
  return normalize(join(folder, path)).startsWith(folder + sep) && !path.includes('\0')
}

describe('a name as a path', () => {
  const paths: readonly (readonly [string, (name: string) => string])[] = [
    ['snapshot', name => formatKey(name, 1_700_000_000_000, false)],
    ['snapshot as the old service named it', name => formatKey(name, 1_700_000_000_000, true)],
    ['picture of an incident', name => pictureKey(name, 1_700_000_000_000, 'worst', 'partly-occluded')],
    ['scene', sceneFileName]
  ]

  it.each(paths)('of a %s stays in its folder, is plain ASCII, and each of its parts fits a disk', (_, pathOf) => {
    fc.assert(
      fc.property(anyName, name => {
        const path = pathOf(name)
        expect(staysIn('/data/store', path)).toBe(true)
        expect(path).toMatch(/^[a-zA-Z0-9._/-]+$/)
        for (const part of path.split('/')) {
          expect(part).not.toMatch(/^\.{1,2}$/)
          expect(Buffer.byteLength(part)).toBeLessThanOrEqual(MOST_BYTES)
        }
      }),
      { numRuns: 1000 }
    )
  })

  it('is a key that the stores take, and no other spelling of it is', () => {
    fc.assert(
      fc.property(anyName, name => {
        const key = formatKey(name, 1_700_000_000_000, false)
        expect(isOwnKey(key)).toBe(true)
        for (const other of [
          `../${key}`,
          `/${key}`,
          `${key}\0`,
          `${key}/..`,
          key.replace('/', '/../'),
          key.replace('/', '\\')
        ]) {
          expect(isOwnKey(other)).toBe(false)
        }
        expect(isSceneFileName(sceneFileName(name))).toBe(true)
      }),
      { numRuns: 300 }
    )
  })

  it.each(PAIRS)('%j and %j do not meet', (one, other) => {
    expect(safeStream(one)).not.toBe(safeStream(other))
    // Scenes lie on disks alone, some of which do not tell a from A.
    expect(sceneFileName(one).toLowerCase()).not.toBe(sceneFileName(other).toLowerCase())
  })
})

describe('a name in a line of the log', () => {
  function logged(name: string): string {
    const lines: string[] = []
    const log = createLog({ level: 'info', destination: { write: line => lines.push(line) } })
    log.info({ stream: name }, `Stream ${name} is watched`)
    return lines.join('')
  }

  it('stays one line of JSON that says the name, with nothing that drives a terminal', () => {
    fc.assert(
      fc.property(anyName, name => {
        const text = logged(name)
        expect(text.endsWith('\n')).toBe(true)
        const line = text.slice(0, -1)
        expect(line).not.toMatch(/[\p{Cc}\u2028-\u202e\u2066-\u2069]/u)
        // Half a surrogate pair has no form in UTF-8; all others come back as they were.
        if (!/\p{Surrogate}/u.test(name)) {
          expect(JSON.parse(line)).toMatchObject({ stream: name, msg: `Stream ${name} is watched` })
        }
      }),
      { numRuns: 500 }
    )
  })
})

describe('a name in a CSV', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1', '－1', '＋1', '＠1', "=cmd|' /C calc'!A0"])(
    '%j is no formula',
    name => {
      expect(csvText(name)).toBe(`'${name}`)
    }
  )

  it('stays one cell of one row', () => {
    fc.assert(
      fc.property(anyName, anyName, (one, other) => {
        const csv = csvOf([[csvText(one), csvText(other)]]).slice(1)
        expect(cells(csv)).toEqual([[csvText(one), csvText(other)]])
      }),
      { numRuns: 500 }
    )
  })

  /** RFC 4180, as slowly and plainly as it reads. */
  function cells(csv: string): string[][] {
    const rows: string[][] = [['']]
    let isQuoted = false
    for (let i = 0; i < csv.length; i++) {
      const row = rows.at(-1)!
      if (isQuoted && csv[i] === '"' && csv[i + 1] === '"') add(row, csv[++i])
      else if (csv[i] === '"') isQuoted = !isQuoted
      else if (!isQuoted && csv[i] === ',') row.push('')
      else if (!isQuoted && csv.startsWith('\r\n', i)) {
        rows.push([''])
        i++
      } else add(row, csv[i])
    }
    return rows.slice(0, -1)
  }

  function add(row: string[], char: string | undefined): void {
    row.push(`${row.pop()}${char}`)
  }
})
