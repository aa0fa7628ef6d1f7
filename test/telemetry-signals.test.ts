import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { loadSettings } from '../src/config/load.ts'
import { resourceOf, sendsMetrics, sendsTraces, signalOf } from '../src/telemetry-signals.ts'

const settingsOf = (env: Record<string, string>) => loadSettings(env).settings

it.each([
  ['nothing set', {}, null, null],
  [
    'an endpoint',
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318' },
    'http://c:4318/v1/traces',
    'http://c:4318/v1/metrics'
  ],
  ['one with a path', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c/o/' }, 'http://c/o/v1/traces', 'http://c/o/v1/metrics'],
  ['one of traces alone', { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://t/in' }, 'http://t/in', null],
  [
    'both, and no metrics',
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318', OTEL_METRICS_EXPORTER: 'none' },
    'http://c:4318/v1/traces',
    null
  ],
  ['asked for without an endpoint', { OTEL_METRICS_EXPORTER: 'otlp' }, null, 'http://localhost:4318/v1/metrics'],
  ['switched off', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318', OTEL_SDK_DISABLED: 'true' }, null, null]
])('with %s, signals go where the specification says', (_, env, traces, metrics) => {
  const settings = settingsOf(env)
  expect([signalOf(settings, 'TRACES')?.url ?? null, signalOf(settings, 'METRICS')?.url ?? null]).toEqual([
    traces,
    metrics
  ])
  expect([sendsTraces(settings), sendsMetrics(settings)]).toEqual([traces !== null, metrics !== null])
})

it('what is set for one signal takes the place of what is set for both; headers come together', () => {
  const folder = mkdtempSync(join(tmpdir(), 'camera-check-test-'))
  const ca = join(folder, 'ca.pem')
  writeFileSync(ca, 'authority')
  try {
    const settings = settingsOf({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'https://c',
      OTEL_EXPORTER_OTLP_HEADERS: 'a=1,b=2',
      OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'b=3',
      OTEL_EXPORTER_OTLP_TIMEOUT: '2000',
      OTEL_EXPORTER_OTLP_METRICS_TIMEOUT: '3000',
      OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: 'http/json',
      OTEL_EXPORTER_OTLP_TRACES_COMPRESSION: 'gzip',
      OTEL_EXPORTER_OTLP_CERTIFICATE: ca
    })
    expect(signalOf(settings, 'TRACES')).toEqual({
      ...{ url: 'https://c/v1/traces', protocol: 'http/protobuf', headers: { a: '1', b: '3' } },
      ...{ timeoutMs: 2000, compression: 'gzip', tls: { ca: Buffer.from('authority') } }
    })
    expect(signalOf(settings, 'METRICS')).toMatchObject({
      ...{ protocol: 'http/json', headers: { a: '1', b: '2' }, timeoutMs: 3000, compression: 'none' }
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
})

it('a file of certificates that is not there stops the start', () => {
  const settings = settingsOf({ OTEL_EXPORTER_OTLP_ENDPOINT: 'https://c', OTEL_EXPORTER_OTLP_CERTIFICATE: '/nowhere' })
  expect(() => signalOf(settings, 'TRACES')).toThrow(expect.objectContaining({ code: 'config/invalid' }))
})

it('a process is told apart from others, and named as it is asked for', () => {
  const attributes = resourceOf(settingsOf({ PORT: '5021' }), '1.2.3')
  expect(attributes).toMatchObject({ 'service.name': 'camera-check', 'service.version': '1.2.3' })
  expect(attributes['service.instance.id']).toMatch(/.:5021$/)
  const named = { OTEL_RESOURCE_ATTRIBUTES: 'service.name=a,service.instance.id=one' }
  expect(resourceOf(settingsOf(named), '1')).toMatchObject({ 'service.name': 'a', 'service.instance.id': 'one' })
  expect(resourceOf(settingsOf({ ...named, OTEL_SERVICE_NAME: 'b' }), '1')).toMatchObject({ 'service.name': 'b' })
})
