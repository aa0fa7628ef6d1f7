import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
// @ts-expect-error plain JavaScript, which scripts run as it is
import { parseDockerfile } from '../../scripts/parse-dockerfile.mjs'
import { SettingsSchema } from '../../src/config/schema.ts'
import { EXIT } from '../../src/exit-codes.ts'

interface Step {
  readonly what: string
  readonly words: readonly string[]
  readonly flags: Readonly<Record<string, string>>
}
interface Stage {
  readonly name: string
  readonly from: string
  readonly steps: readonly Step[]
}
interface Composed {
  readonly image?: string
  readonly build?: { readonly context: string; readonly target: string }
  readonly ports?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly depends_on?: readonly string[] | Readonly<Record<string, object>>
}

const root = new URL('../../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, root), 'utf8')
const stages = parseDockerfile(read('Dockerfile')) as Stage[]
/** Of the base image and of Node, not of ours. */
const FOREIGN = ['NODE_ENV']

describe('Dockerfile', () => {
  const stage = (name: string) => stages.find(one => one.name === name)
  const words = (name: string, what: string) => stage(name)?.steps.find(step => step.what === what)?.words

  it('begins with an image of one version, which package.json allows', () => {
    const bases = new Set(stages.map(({ from }) => from).filter(from => stage(from) === undefined))
    expect([...bases]).toEqual([expect.stringMatching(/^node:20\.(19|[2-9]\d)\.\d+-bookworm-slim$/)])
  })

  it('ends as a user that is nobody special, in both of its targets', () => {
    expect(stages.at(-1)?.name).toBe('service')
    expect([words('service', 'USER'), words('push', 'USER')]).toEqual([['1000:1000'], ['1000:1000']])
  })

  it('sets only what the service knows', () => {
    const names = stages.flatMap(({ steps }) =>
      steps.filter(({ what }) => what === 'ENV').flatMap(step => step.words.map(word => word.split('=')[0] ?? ''))
    )
    expect(names.filter(name => !Object.hasOwn(SettingsSchema.properties, name) && !FOREIGN.includes(name))).toEqual([])
  })

  it('starts files that the build makes', () => {
    for (const [name, what] of [
      ['service', 'ENTRYPOINT'],
      ['service', 'HEALTHCHECK'],
      ['push', 'ENTRYPOINT']
    ] as const) {
      const file = words(name, what)?.find(word => word.startsWith('dist/')) ?? 'nothing'
      expect([file, existsSync(new URL(file.replace('dist/', 'src/').replace('.js', '.ts'), root))]).toEqual([
        file,
        true
      ])
    }
  })

  it('is given what the build reads, and nothing else', () => {
    const [nothing, ...kept] = read('.dockerignore').trim().split('\n')
    expect(nothing).toBe('*')
    const names = kept.filter(line => line.startsWith('!')).map(line => line.slice(1))
    const there = readdirSync(root)
    for (const name of names) {
      const pattern = new RegExp(`^${name.replaceAll('.', '\\.').replaceAll('*', '.*')}$`)
      expect([name, there.some(one => pattern.test(one))]).toEqual([name, true])
    }
    expect(names).toEqual(expect.arrayContaining(['package.json', 'package-lock.json', 'src', 'web', 'scripts']))
  })
})

describe.each(['compose.yaml', 'rtsp.yaml'])('deploy/compose/%s', name => {
  const text = read(`deploy/compose/${name}`)
  const services = (parse(text) as { services: Record<string, Composed> }).services

  it('takes images of one version, and targets that the Dockerfile has', () => {
    for (const { image, build } of Object.values(services)) {
      if (build !== undefined) {
        expect(existsSync(new URL(`deploy/compose/${build.context}/Dockerfile`, root))).toBe(true)
        expect(stages.map(stage => stage.name)).toContain(build.target)
      } else {
        expect(image).toMatch(/^[\w/-]+:(?!latest)[\w.-]*\d[\w.-]*$/)
      }
    }
  })

  it('publishes ports to its own machine alone', () => {
    for (const port of Object.values(services).flatMap(({ ports = [] }) => ports))
      expect(port).toMatch(/^127\.0\.0\.1:/)
  })

  it('sets only what the service knows, and waits only for what is there', () => {
    const { environment = {} } = services['camera-check'] ?? {}
    expect(Object.keys(environment).filter(key => !Object.hasOwn(SettingsSchema.properties, key))).toEqual([])
    for (const { depends_on: needed = [] } of Object.values(services)) {
      const names = Array.isArray(needed) ? needed : Object.keys(needed)
      for (const needs of names) expect(Object.keys(services)).toContain(needs)
    }
  })

  it('takes passwords from .env, of which there is an example', () => {
    const example = read('deploy/compose/.env.example')
    for (const [, variable = ''] of text.matchAll(/\$\{(\w+)/g))
      expect(example).toMatch(new RegExp(`^${variable}=`, 'm'))
  })
})

describe('deploy/helm/camera-check', () => {
  const chart = 'deploy/helm/camera-check'
  const values = parse(read(`${chart}/values.yaml`)) as Record<string, unknown>
  const templates = readdirSync(new URL(`${chart}/templates/`, root))
    .map(name => read(`${chart}/templates/${name}`))
    .join('\n')

  it('is of the version of the service', () => {
    const { version } = JSON.parse(read('package.json')) as { version: string }
    expect((parse(read(`${chart}/Chart.yaml`)) as { appVersion: string }).appVersion).toBe(version)
  })

  it('uses every value that it has, and has every value that it uses', () => {
    for (const key of Object.keys(values)) expect(templates).toContain(`.Values.${key}`)
    for (const [, key] of templates.matchAll(/\.Values\.(\w+)/g)) expect(Object.keys(values)).toContain(key)
  })

  it.each(['values.yaml', 'ci/fleet-values.yaml'])('%s sets only what the service knows', name => {
    const { settings, secrets } = parse(read(`${chart}/${name}`)) as {
      settings: object
      secrets: { values: object }
    }
    const names = [...Object.keys(settings), ...Object.keys(secrets.values)]
    expect(names.filter(one => !Object.hasOwn(SettingsSchema.properties, one))).toEqual([])
    for (const one of Object.keys(secrets.values)) {
      expect([one, (SettingsSchema.properties as Record<string, { secret?: boolean }>)[one]?.secret]).toEqual([
        one,
        true
      ])
    }
  })
})

describe('deploy/systemd/camera-check.service', () => {
  const unit = read('deploy/systemd/camera-check.service')
  const value = (key: string) => new RegExp(`^${key}=(.*)$`, 'm').exec(unit)?.[1] ?? ''

  it('does not start again what cannot start', () => {
    expect(value('RestartPreventExitStatus')).toBe(String(EXIT.settings))
    expect(value('Restart')).toBe('on-failure')
  })

  it('keeps its data where systemd lets it write', () => {
    expect(value('Environment')).toContain(`DATA_DIR=/var/lib/${value('StateDirectory')}`)
    expect(value('ProtectSystem')).toBe('strict')
  })

  it('does not forbid what Node needs: to compile code at run time', () => {
    expect(value('MemoryDenyWriteExecute')).toBe('')
  })
})
