import { expect, it } from 'vitest'
import { parseKeyPairs } from '../../src/config/key-pairs.ts'
import { loadSettings } from '../../src/config/load.ts'
import { telemetryProblems } from '../../src/config/telemetry-checks.ts'

it('pairs are read as OpenTelemetry writes them', () => {
  expect(parseKeyPairs('a=1, service.name = x%2Cy ,b=c=d,,')).toEqual({
    pairs: { a: '1', 'service.name': 'x,y', b: 'c=d' },
    problems: []
  })
  expect(parseKeyPairs(undefined)).toEqual({ pairs: {}, problems: [] })
})

it('a pair that is none is told without its value', () => {
  const { problems } = parseKeyPairs('good=1,SecretWithoutName,bad=%zz')
  expect(problems).toEqual([expect.stringContaining('part 2'), expect.stringContaining('part 3')])
  expect(problems.join()).not.toMatch(/Secret|zz/)
})

it.each([
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4317' }, 'OTEL_EXPORTER_OTLP_ENDPOINT: got "collector:4317"'],
  [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://u:hush@c:4318' }, 'OTEL_EXPORTER_OTLP_HEADERS is for'],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318/?key=1' }, 'expected such as http'],
  [{ OTEL_EXPORTER_OTLP_HEADERS: 'hush' }, 'OTEL_EXPORTER_OTLP_HEADERS: part 1'],
  [{ OTEL_EXPORTER_OTLP_CLIENT_KEY: '/k.pem' }, 'OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: not set, needed because'],
  [{ OTEL_PROPAGATORS: 'tracecontext,b3' }, 'OTEL_PROPAGATORS: got "b3"'],
  [{ OTEL_BSP_MAX_QUEUE_SIZE: 10, OTEL_BSP_MAX_EXPORT_BATCH_SIZE: 11 }, 'at most OTEL_BSP_MAX_QUEUE_SIZE (10)']
])('%j is refused', (settings, text) => {
  const problems = telemetryProblems(settings)
  expect(problems).toEqual([expect.stringContaining(text)])
  expect(problems.join()).not.toContain('hush')
})

it('what is right is taken, and variables that this service does not heed are told', () => {
  const { settings, warnings } = loadSettings({
    OTEL_EXPORTER_OTLP_ENDPOINT: 'https://collector.example/otlp/',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
    OTEL_TRACES_SAMPLER_ARG: '0.1',
    OTEL_PROPAGATORS: 'tracecontext,baggage',
    OTEL_LOGS_EXPORTER: 'otlp'
  })
  expect(settings).toMatchObject({ OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json', OTEL_TRACES_SAMPLER_ARG: 0.1 })
  expect(warnings).toEqual([expect.stringContaining('OTEL_LOGS_EXPORTER is ignored')])
})

it('gRPC and delta are refused by name, so that nobody waits for what never comes', () => {
  const env = { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: 'delta' }
  expect(() => loadSettings(env)).toThrow(/PROTOCOL: got "grpc", expected one of http\/protobuf, http\/json/)
  expect(() => loadSettings(env)).toThrow(/PREFERENCE: got "delta"/)
})
