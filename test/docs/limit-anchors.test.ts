import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = new URL('../../', import.meta.url).pathname

/** Anchors of a page: those written out, and those of its headings. */
function anchorsOf(page: string): string[] {
  const written = [...page.matchAll(/<a id="([^"]+)">/g)].map(match => match[1]!)
  const headings = [...page.matchAll(/^#+ (.+)$/gm)].map(match =>
    match[1]!
      .toLowerCase()
      .replace(/[^a-z0-9 -]/g, '')
      .replaceAll(' ', '-')
  )
  return [...written, ...headings]
}

test('every place in limits.md that is named in the code or in limits.md itself is there once', () => {
  const page = readFileSync(join(ROOT, 'docs/limits.md'), 'utf8')
  const anchors = anchorsOf(page)
  const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter(name =>
    name.endsWith('.ts')
  )
  const named = sources.flatMap(name =>
    [...readFileSync(join(ROOT, 'src', name), 'utf8').matchAll(/limits\.md#([a-z0-9-]+)/g)].map(match => match[1]!)
  )
  const linked = [...page.matchAll(/\]\(#([a-z0-9-]+)\)/g)].map(match => match[1]!)
  expect(named.length).toBeGreaterThan(20)
  const wrong = [...new Set([...named, ...linked])].filter(name => anchors.filter(one => one === name).length !== 1)
  expect(wrong).toEqual([])
})
