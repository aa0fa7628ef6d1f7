import { existsSync, readdirSync, statSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
// @ts-expect-error plain JavaScript, as the site is built by
import { anchorsOf, linksOf, resolveLink } from '../../site/links.mjs'
// @ts-expect-error plain JavaScript, as the site is built by
import { sidebarGroups } from '../../site/pages.mjs'
import { pages, ROOT, textOf } from './code-blocks.ts'

interface Link {
  readonly line: number
  readonly target: string
}

const anchors = new Map<string, Set<string>>(pages().map(page => [page, anchorsOf(textOf(page))]))

describe('links of the documentation', () => {
  it.each(pages())('%s: each leads to a file and an anchor that are there', page => {
    const wrong = (linksOf(textOf(page)) as Link[]).filter(({ target }) => {
      const found = resolveLink(page, target) as { path: string; anchor: string } | null
      if (found === null) return !/^(https?|mailto):/.test(target)
      if (!existsSync(`${ROOT}${found.path}`)) return true
      return found.anchor !== '' && anchors.get(found.path)?.has(found.anchor) !== true
    })
    expect(wrong).toEqual([])
  })

  it('every page is on the site, and every picture of the docs is shown on one', () => {
    const groups = sidebarGroups(ROOT) as { pages: { source: string; path: string }[] }[]
    const shown = groups.flatMap(group => group.pages)
    expect(pages().filter(page => !shown.some(({ source }) => source === page))).toEqual([])
    const addresses = shown.map(({ path }) => path)
    expect(new Set(addresses).size).toBe(addresses.length)
    const linked = new Set(
      pages().flatMap(page =>
        (linksOf(textOf(page)) as Link[]).map(
          ({ target }) => (resolveLink(page, target) as { path: string } | null)?.path
        )
      )
    )
    const pictures = readdirSync(`${ROOT}docs/images/faults`).map(name => `docs/images/faults/${name}`)
    expect(pictures.filter(picture => !linked.has(picture))).toEqual([])
  })

  it('pictures of the faults are small', () => {
    const sizes = readdirSync(`${ROOT}docs/images/faults`).map(
      name => statSync(`${ROOT}docs/images/faults/${name}`).size
    )
    expect(sizes).toHaveLength(32)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(600_000)
  })
})
