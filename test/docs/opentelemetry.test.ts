import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { loadSettings } from '../../src/config/load.ts'
import { signalOf } from '../../src/telemetry-signals.ts'

interface CollectorConfig {
  readonly receivers: { readonly otlp: { readonly protocols: Record<string, { readonly endpoint: string }> } }
  readonly processors?: object
  readonly exporters: object
  readonly service: {
    readonly pipelines: Record<string, Partial<Record<'receivers' | 'processors' | 'exporters', readonly string[]>>>
  }
}

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const guide = read('docs/opentelemetry.md')
const shown = /```yaml\n([\s\S]*?)```/.exec(guide)?.[1] ?? ''

it.each([
  ['deploy/opentelemetry/collector.yaml', read('deploy/opentelemetry/collector.yaml')],
  ['docs/opentelemetry.md', shown]
])('the collector of %s takes what the service sends, and leads it to what it names', (_, text) => {
  const config = parse(text) as CollectorConfig
  const [, endpoint] = /OTEL_EXPORTER_OTLP_ENDPOINT=(\S+)/.exec(guide) ?? []
  const { settings } = loadSettings({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint })
  // Over HTTP, at the port that the guide sends to.
  const { port, pathname } = new URL(signalOf(settings, 'TRACES')!.url)
  expect([config.receivers.otlp.protocols.http?.endpoint.split(':')[1], pathname]).toEqual([port, '/v1/traces'])
  expect(Object.keys(config.service.pipelines).sort()).toEqual(['metrics', 'traces'])
  for (const parts of Object.values(config.service.pipelines)) {
    expect(parts.receivers).toEqual(['otlp'])
    for (const name of parts.processors ?? []) expect(Object.keys(config.processors ?? {})).toContain(name)
    expect(parts.exporters?.length).toBeGreaterThan(0)
    for (const name of parts.exporters ?? []) expect(Object.keys(config.exporters)).toContain(name)
  }
})

it('every variable that the guide names is a setting', () => {
  const names = [...guide.matchAll(/`((?:OTEL|TRACE)_[A-Z_]+)/g)].map(([, name = '']) => name)
  expect(names.length).toBeGreaterThan(10)
  const settings = read('docs/settings.md')
  for (const name of names) expect(settings).toContain(`\`${name.replace(/_FILE$/, '')}\``)
})
