import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix, relative } from 'node:path'
import { describe, expect, test } from 'vitest'

// dependency-cruiser reads TypeScript through swc without JSX, so the page's rules are held here.
const ROOT = new URL('../../', import.meta.url).pathname
const IMPORT = /^import\s+(type\s)?(?:[\w*{}\s,$]+?\sfrom\s+)?'([^']+)'|import\('([^']+)'\)/gm

interface Import {
  readonly file: string
  readonly to: string
  readonly isType: boolean
  readonly isLazy: boolean
}

const files = readdirSync(join(ROOT, 'web'), { recursive: true, encoding: 'utf8' })
  .filter(name => /\.tsx?$/.test(name) && name !== 'vite.config.ts')
  .map(name => posix.join('web', name.replaceAll('\\', '/')))

const imports: readonly Import[] = files.flatMap(file =>
  [...readFileSync(join(ROOT, file), 'utf8').matchAll(IMPORT)].map(([, type, direct, lazy]) => {
    const target = direct ?? lazy ?? ''
    const to = target.startsWith('.') ? relative(ROOT, join(ROOT, dirname(file), target)) : target
    return { file, to, isType: type !== undefined, isLazy: lazy !== undefined }
  })
)

const told = (found: readonly Import[]) => found.map(({ file, to }) => `${file} -> ${to}`)

describe('imports of the page', () => {
  test('are found at all', () => {
    expect(files.length).toBeGreaterThan(80)
    expect(imports.length).toBeGreaterThan(400)
  })

  test('of the service are types of its schemas alone', () => {
    const ofService = imports.filter(({ to }) => to.startsWith('src/'))
    expect(told(ofService.filter(({ to, isType }) => !isType || !to.startsWith('src/http/schemas/')))).toEqual([])
  })

  test('of packages are React and the charts alone', () => {
    const packages = new Set(imports.map(({ to }) => to).filter(to => !to.startsWith('web/') && !to.startsWith('src/')))
    expect([...packages].sort()).toEqual(['react', 'react-dom/client', 'uplot', 'uplot/dist/uPlot.min.css'])
  })

  test('of what decides do not reach what draws', () => {
    const fromLogic = imports.filter(({ file }) => /^web\/(model|format)\//.test(file))
    const allowed = /^web\/(model|format|i18n\/language|routing\/route|api\/types|api\/incident-calls)/
    expect(
      told(fromLogic.filter(({ to, isType }) => !allowed.test(to) || (to.includes('incident-calls') && !isType)))
    ).toEqual([])
  })

  test('go in no circle', () => {
    const targets = new Map<string, string[]>()
    for (const { file, to, isType, isLazy } of imports) {
      if (!isType && !isLazy && to.startsWith('web/')) targets.set(file, [...(targets.get(file) ?? []), to])
    }
    expect(circlesIn(targets)).toEqual([])
  })
})

/** Depth first; a file that is met again while it is on the way closes a circle. */
function circlesIn(targets: ReadonlyMap<string, readonly string[]>): string[] {
  const circles: string[] = []
  const done = new Set<string>()
  const visit = (file: string, way: readonly string[]): void => {
    if (way.includes(file)) circles.push([...way.slice(way.indexOf(file)), file].join(' -> '))
    if (done.has(file) || way.includes(file)) return
    for (const target of targets.get(file) ?? []) visit(target, [...way, file])
    done.add(file)
  }
  for (const file of targets.keys()) visit(file, [])
  return circles
}
