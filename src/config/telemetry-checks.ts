import { parseKeyPairs } from './key-pairs.ts'
import type { Settings } from './schema.ts'
import { shownValue } from './shown-value.ts'

const ENDPOINTS = [
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
  'OTEL_EXPORTER_OTLP_METRICS_ENDPOINT'
] as const
const PAIRS = [
  'OTEL_EXPORTER_OTLP_HEADERS',
  'OTEL_EXPORTER_OTLP_TRACES_HEADERS',
  'OTEL_EXPORTER_OTLP_METRICS_HEADERS',
  'OTEL_RESOURCE_ATTRIBUTES'
] as const
const PAIRED_FILES = [
  ['OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE', 'OTEL_EXPORTER_OTLP_CLIENT_KEY'],
  ['OTEL_EXPORTER_OTLP_TRACES_CLIENT_CERTIFICATE', 'OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY'],
  ['OTEL_EXPORTER_OTLP_METRICS_CLIENT_CERTIFICATE', 'OTEL_EXPORTER_OTLP_METRICS_CLIENT_KEY']
] as const
const PROPAGATORS = ['tracecontext', 'baggage', 'none']

/** What is wrong with the settings of OpenTelemetry; see `crossChecks`. */
export function telemetryProblems(settings: Partial<Settings>): string[] {
  return [
    ...ENDPOINTS.flatMap(name => endpointProblems(name, settings[name])),
    ...PAIRS.flatMap(name => parseKeyPairs(settings[name]).problems.map(problem => `${name}: ${problem}`)),
    ...PAIRED_FILES.flatMap(names => pairProblems(settings, names)),
    ...propagatorProblems(settings.OTEL_PROPAGATORS),
    ...batchProblems(settings)
  ]
}

function endpointProblems(name: string, endpoint: string | undefined): string[] {
  if (endpoint === undefined) return []
  if (endpoint.includes('@')) {
    return [`${name}: got one with a user in it, which OTEL_EXPORTER_OTLP_HEADERS is for`]
  }
  if (/^https?:\/\/[^/?#\s]+(?:\/[^?#\s]*)?$/i.test(endpoint) && URL.canParse(endpoint)) return []
  return [`${name}: got ${shownValue(endpoint)}, expected such as http://127.0.0.1:4318`]
}

function pairProblems(settings: Partial<Settings>, [first, second]: (typeof PAIRED_FILES)[number]): string[] {
  if ((settings[first] === undefined) === (settings[second] === undefined)) return []
  const [missing, given] = settings[first] === undefined ? [first, second] : [second, first]
  return [`${missing}: not set, needed because ${given} is set`]
}

function propagatorProblems(list: string | undefined): string[] {
  const unknown = propagatorsOf(list).filter(name => !PROPAGATORS.includes(name))
  return unknown.length === 0
    ? []
    : [
        `OTEL_PROPAGATORS: got ${shownValue(unknown.join(','))}, expected tracecontext, baggage or none, comma-separated`
      ]
}

export function propagatorsOf(list: string | undefined): readonly string[] {
  return (list ?? '')
    .split(',')
    .map(name => name.trim())
    .filter(name => name !== '')
}

function batchProblems({
  OTEL_BSP_MAX_EXPORT_BATCH_SIZE: batch,
  OTEL_BSP_MAX_QUEUE_SIZE: queue
}: Partial<Settings>): string[] {
  if (batch === undefined || queue === undefined || batch <= queue) return []
  return [`OTEL_BSP_MAX_EXPORT_BATCH_SIZE: got ${batch}, expected at most OTEL_BSP_MAX_QUEUE_SIZE (${queue})`]
}
