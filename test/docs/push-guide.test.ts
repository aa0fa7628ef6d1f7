import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseDocument } from 'yaml'
import { type PushFileContext, readPushFile } from '../../src/push/read-push-file.ts'

const ROOT = new URL('../../', import.meta.url).pathname
const COMPOSE = join(ROOT, 'deploy/compose')
const names = readdirSync(COMPOSE)

/** Every secret is there, and every path is a file. */
const context: PushFileContext = {
  env: new Proxy({}, { get: () => 'secret' }),
  readFile: () => 'secret',
  pathKind: () => 'file'
}

interface Compose {
  readonly services: Record<
    string,
    { image: string; command?: string[]; volumes?: string[]; depends_on?: string[]; configs?: { source: string }[] }
  >
  readonly configs?: Record<string, { content: string }>
  readonly volumes?: Record<string, object>
}

function readYaml(text: string): unknown {
  const document = parseDocument(text, { uniqueKeys: true })
  expect([...document.errors, ...document.warnings]).toEqual([])
  return document.toJS()
}

describe('docs/push.md', () => {
  const guide = readFileSync(join(ROOT, 'docs/push.md'), 'utf8')

  it('shows lists of cameras that are well', () => {
    const lists = [...guide.matchAll(/```yaml\n([\s\S]*?)```/g)].map(match => String(match[1]))
    expect(lists.length).toBeGreaterThan(0)
    for (const list of lists) expect(readPushFile(list, 'docs/push.md', context).cameras.length).toBeGreaterThan(0)
  })

  it('leads to files that are there', () => {
    for (const [, path] of guide.matchAll(/\]\(([^)#:]+)\)/g)) {
      expect([path, existsSync(join(ROOT, 'docs', String(path)))]).toEqual([path, true])
    }
  })
})

describe('deploy/compose', () => {
  const lists = names.filter(name => name.endsWith('.cameras.yaml'))

  it.each(lists)('%s is a list of cameras that is well', name => {
    const { cameras, target } = readPushFile(readFileSync(join(COMPOSE, name), 'utf8'), name, context)
    expect(cameras.map(({ stream }) => stream)).toEqual(['gate', 'yard'])
    expect(target?.redis).toBe('redis://redis:6379')
  })

  it.each(lists.map(name => name.replace('.cameras', '')))(
    '%s names services, volumes, configs and files that are there',
    name => {
      const { services, configs = {}, volumes = {} } = readYaml(readFileSync(join(COMPOSE, name), 'utf8')) as Compose
      expect(services.push?.command).toEqual(['/etc/cameras.yaml'])
      for (const service of Object.values(services)) {
        expect(service.image).toMatch(/^[a-z0-9./-]+(:[a-z0-9.]+)?$/)
        for (const other of service.depends_on ?? []) expect(services).toHaveProperty(other)
        for (const { source } of service.configs ?? []) expect(configs).toHaveProperty(source)
        for (const volume of service.volumes ?? []) {
          const [from = ''] = volume.split(':')
          if (from.endsWith('.yaml')) expect([from, existsSync(join(COMPOSE, from))]).toEqual([from, true])
          else if (!from.startsWith('.')) expect(volumes).toHaveProperty(from)
        }
      }
      for (const { content } of Object.values(configs)) expect(readYaml(content)).toEqual(expect.any(Object))
      // Hosts of the list are services of the file.
      const { cameras } = readPushFile(
        readFileSync(join(COMPOSE, name.replace('.yaml', '.cameras.yaml')), 'utf8'),
        name,
        context
      )
      for (const { source } of cameras) expect(services).toHaveProperty(new URL(source).hostname)
    }
  )
})
