import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
// @ts-expect-error plain JavaScript, which scripts run as it is
import { auditProblems } from '../../scripts/audit-problems.mjs'

interface LockEntry {
  readonly version?: string
  readonly resolved?: string
  readonly integrity?: string
  readonly optional?: boolean
  readonly os?: readonly string[]
  readonly cpu?: readonly string[]
  readonly link?: boolean
  readonly hasInstallScript?: boolean
  readonly inBundle?: boolean
}

const root = new URL('../../', import.meta.url)
const read = (path: string) => JSON.parse(readFileSync(new URL(path, root), 'utf8'))
type Manifest = Partial<Record<'dependencies' | 'devDependencies' | 'overrides', Record<string, unknown>>>
const installScripts = read('scripts/install-scripts.json') as Record<string, string>
const packagesOf = (folder: string) => {
  const { packages } = read(`${folder}package-lock.json`) as { packages: Record<string, LockEntry> }
  return Object.entries(packages).filter(([path]) => path !== '')
}
const packages = packagesOf('')

/** Versions that a manifest asks for, also within overrides of one package. */
function rangesOf(names: Record<string, unknown> = {}): [string, unknown][] {
  return Object.entries(names).flatMap(([name, range]) =>
    typeof range === 'object' && range !== null ? rangesOf(range as Record<string, unknown>) : [[name, range]]
  )
}

// The documentation site's generator is installed by those who build the site alone.
describe.each([
  ['', 300],
  ['site/', 100]
])('%spackage-lock.json', (folder, least) => {
  const packages = packagesOf(folder)
  const manifest = read(`${folder}package.json`) as Manifest

  it('has a checksum for every package but those that are for other platforms and whose registry lacked them', () => {
    const without = packages.filter(([, { integrity, inBundle }]) => !integrity && !inBundle)
    for (const [path, { optional, os, cpu }] of without) {
      expect({ path, optional, isOfAPlatform: os !== undefined || cpu !== undefined }).toEqual({
        path,
        optional: true,
        isOfAPlatform: true
      })
    }
    for (const [path, { integrity }] of packages)
      if (integrity) expect([path, integrity]).toEqual([path, expect.stringMatching(/^sha512-/)])
    expect(packages.length - without.length).toBeGreaterThan(least)
  })

  it('takes nothing from anywhere but the registry', () => {
    for (const [path, { resolved, link, version }] of packages) {
      expect([path, link ?? false]).toEqual([path, false])
      expect([path, version]).toEqual([path, expect.stringMatching(/^\d+\.\d+\.\d+(-[\w.-]+)?$/)])
      // Left out, it is the registry that npm is set up with.
      if (resolved !== undefined) expect(resolved).toMatch(/^https:\/\/registry\.npmjs\.org\//)
    }
    const { dependencies, devDependencies, overrides } = manifest
    for (const [name, range] of [dependencies, devDependencies, overrides].flatMap(rangesOf)) {
      expect([name, range]).toEqual([name, expect.stringMatching(/^[\^~]?\d+\.\d+\.\d+$|^\$vite$/)])
    }
  })

  it('runs scripts of no package at its installation but those that are explained', () => {
    const running = packages.flatMap(([path, { hasInstallScript }]) =>
      hasInstallScript ? [path.split('node_modules/').at(-1)] : []
    )
    // Those of the generator are not even run: it is installed with --ignore-scripts.
    const explained = folder === '' ? Object.keys(installScripts) : ['esbuild']
    expect(running.sort()).toEqual(explained.sort())
    for (const reason of Object.values(installScripts)) expect(reason.length).toBeGreaterThan(20)
  })
})

it('the bill of materials names every package of the lock, with its checksum', () => {
  const text = execFileSync('node', ['scripts/make-sbom.mjs'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024
  })
  const sbom = JSON.parse(text) as {
    bomFormat: string
    metadata: { component: { name: string; type: string } }
    components: { name: string; version: string; purl: string; hashes?: { alg: string; content: string }[] }[]
  }
  expect([sbom.bomFormat, sbom.metadata.component]).toEqual([
    'CycloneDX',
    expect.objectContaining({ name: 'camera-check', type: 'application' })
  ])
  const listed = new Map(sbom.components.map(({ name, version, hashes }) => [`${name}@${version}`, hashes?.[0]]))
  for (const [path, { version, integrity }] of packages) {
    const name = `${path.split('node_modules/').at(-1)}@${version}`
    expect([name, listed.has(name)]).toEqual([name, true])
    if (!integrity) continue
    const content = Buffer.from(integrity.slice('sha512-'.length), 'base64').toString('hex')
    expect([name, listed.get(name)]).toEqual([name, { alg: 'SHA-512', content }])
  }
}, 60_000)

describe('findings of npm audit', () => {
  const finding = {
    url: 'https://github.com/advisories/GHSA-1',
    name: 'a',
    title: 'It opens the door',
    severity: 'high'
  }
  const report = { vulnerabilities: { a: { via: [finding] }, b: { via: ['a'] } } }
  const explained = { id: 'GHSA-1', package: 'a', reason: 'The function is never called', until: '2027-01-01' }

  it.each([
    ['none', { vulnerabilities: {} }, [], []],
    ['one that nobody has explained', report, [], ['GHSA-1 in a (high): It opens the door']],
    ['one that is explained', report, [explained], []],
    [
      'one whose explanation is too old',
      report,
      [{ ...explained, until: '2026-01-01' }],
      ['GHSA-1 was to be looked at again by 2026-01-01']
    ],
    [
      'an explanation of nothing',
      { vulnerabilities: {} },
      [explained],
      ['GHSA-1 is explained and not found any more: take it out of the list']
    ],
    ['an explanation that says nothing', report, [{ ...explained, reason: ' ' }], ['GHSA-1 has no reason']]
  ])('%s', (_, found, exceptions, problems) => {
    expect(auditProblems(found, exceptions, '2026-11-23')).toEqual(problems)
  })

  it('that are lived with are few and each has its reason', () => {
    expect(read('scripts/audit-exceptions.json')).toEqual([])
  })
})
