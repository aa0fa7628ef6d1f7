import {
  choice,
  decimal,
  flag,
  integer,
  optionalChoice,
  optionalInteger,
  optionalText,
  text
} from './setting-makers.ts'

/**
 * The standard variables of OpenTelemetry, as far as this service heeds them; another OTEL_* is told as unknown.
 *
 * @see https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 */
export const TELEMETRY_SETTINGS = {
  OTEL_EXPORTER_OTLP_ENDPOINT: optionalText({
    group: 'OpenTelemetry',
    description:
      'Collector of OpenTelemetry, such as http://127.0.0.1:4318, to which v1/traces and v1/metrics are added: with it traces and metrics are sent there. Without it nothing is loaded for that.'
  }),
  OTEL_EXPORTER_OTLP_PROTOCOL: choice(['http/protobuf', 'http/json'], {
    group: 'OpenTelemetry',
    default: 'http/protobuf',
    description: 'How it is sent. OTLP over gRPC is not: collectors take HTTP beside it, on port 4318.'
  }),
  OTEL_EXPORTER_OTLP_HEADERS: optionalText({
    group: 'OpenTelemetry',
    secret: true,
    description: 'Headers for the collector, as name=value, comma-separated, percent-encoded.'
  }),
  OTEL_EXPORTER_OTLP_TIMEOUT: integer({
    group: 'OpenTelemetry',
    unit: 'ms',
    minimum: 1,
    maximum: 600_000,
    default: 10_000,
    description: 'How long one sending may take, with its tries.'
  }),
  OTEL_EXPORTER_OTLP_COMPRESSION: choice(['none', 'gzip'], {
    group: 'OpenTelemetry',
    default: 'none',
    description: 'Whether what is sent is compressed.'
  }),
  OTEL_EXPORTER_OTLP_CERTIFICATE: optionalText({
    group: 'OpenTelemetry',
    description:
      'File with the authorities (PEM) that may have signed the certificate of the collector; when left out, those that Node knows.'
  }),
  OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: optionalText({
    group: 'OpenTelemetry',
    description: 'File with the certificate (PEM) that this service shows to the collector.'
  }),
  OTEL_EXPORTER_OTLP_CLIENT_KEY: optionalText({
    group: 'OpenTelemetry',
    description: 'File with the key (PEM) of that certificate.'
  }),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: optionalText({
    group: 'OpenTelemetry',
    description: 'Whole address for traces, such as http://127.0.0.1:4318/v1/traces; nothing is added to it.'
  }),
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: optionalChoice(['http/protobuf', 'http/json'], {
    group: 'OpenTelemetry',
    description: 'In place of OTEL_EXPORTER_OTLP_PROTOCOL for traces.'
  }),
  OTEL_EXPORTER_OTLP_TRACES_HEADERS: optionalText({
    group: 'OpenTelemetry',
    secret: true,
    description: 'Beside OTEL_EXPORTER_OTLP_HEADERS for traces; the same name here takes its place.'
  }),
  OTEL_EXPORTER_OTLP_TRACES_TIMEOUT: optionalInteger({
    group: 'OpenTelemetry',
    unit: 'ms',
    minimum: 1,
    maximum: 600_000,
    description: 'In place of OTEL_EXPORTER_OTLP_TIMEOUT for traces.'
  }),
  OTEL_EXPORTER_OTLP_TRACES_COMPRESSION: optionalChoice(['none', 'gzip'], {
    group: 'OpenTelemetry',
    description: 'In place of OTEL_EXPORTER_OTLP_COMPRESSION for traces.'
  }),
  OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE: optionalText({
    group: 'OpenTelemetry',
    description: 'In place of OTEL_EXPORTER_OTLP_CERTIFICATE for traces.'
  }),
  OTEL_EXPORTER_OTLP_TRACES_CLIENT_CERTIFICATE: optionalText({
    group: 'OpenTelemetry',
    description: 'In place of OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE for traces.'
  }),
  OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY: optionalText({
    group: 'OpenTelemetry',
    description: 'In place of OTEL_EXPORTER_OTLP_CLIENT_KEY for traces.'
  }),
  OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: optionalText({
    group: 'OpenTelemetry',
    description: 'Whole address for metrics, such as http://127.0.0.1:4318/v1/metrics; nothing is added to it.'
  }),
  OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: optionalChoice(['http/protobuf', 'http/json'], {
    group: 'OpenTelemetry',
    description: 'In place of OTEL_EXPORTER_OTLP_PROTOCOL for metrics.'
  }),
  OTEL_EXPORTER_OTLP_METRICS_HEADERS: optionalText({
    group: 'OpenTelemetry',
    secret: true,
    description: 'Beside OTEL_EXPORTER_OTLP_HEADERS for metrics; the same name here takes its place.'
  }),
  OTEL_EXPORTER_OTLP_METRICS_TIMEOUT: optionalInteger({
    group: 'OpenTelemetry',
    unit: 'ms',
    minimum: 1,
    maximum: 600_000,
    description: 'In place of OTEL_EXPORTER_OTLP_TIMEOUT for metrics.'
  }),
  OTEL_EXPORTER_OTLP_METRICS_COMPRESSION: optionalChoice(['none', 'gzip'], {
    group: 'OpenTelemetry',
    description: 'In place of OTEL_EXPORTER_OTLP_COMPRESSION for metrics.'
  }),
  OTEL_EXPORTER_OTLP_METRICS_CERTIFICATE: optionalText({
    group: 'OpenTelemetry',
    description: 'In place of OTEL_EXPORTER_OTLP_CERTIFICATE for metrics.'
  }),
  OTEL_EXPORTER_OTLP_METRICS_CLIENT_CERTIFICATE: optionalText({
    group: 'OpenTelemetry',
    description: 'In place of OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE for metrics.'
  }),
  OTEL_EXPORTER_OTLP_METRICS_CLIENT_KEY: optionalText({
    group: 'OpenTelemetry',
    description: 'In place of OTEL_EXPORTER_OTLP_CLIENT_KEY for metrics.'
  }),
  OTEL_TRACES_EXPORTER: optionalChoice(['otlp', 'none'], {
    group: 'OpenTelemetry',
    description:
      'Where traces go: with none nowhere, with otlp to an endpoint, and to http://localhost:4318 when none is set; when left out, to an endpoint that is set.'
  }),
  OTEL_METRICS_EXPORTER: optionalChoice(['otlp', 'none'], {
    group: 'OpenTelemetry',
    description: 'The same for metrics.'
  }),
  OTEL_SDK_DISABLED: flag({
    group: 'OpenTelemetry',
    default: false,
    description: 'Nothing is recorded and sent, whatever else is set.'
  }),
  OTEL_SERVICE_NAME: optionalText({
    group: 'OpenTelemetry',
    description:
      'Name under which this service is found; when left out, service.name of OTEL_RESOURCE_ATTRIBUTES, or camera-check.'
  }),
  OTEL_RESOURCE_ATTRIBUTES: optionalText({
    group: 'OpenTelemetry',
    description:
      'What else is said of this process, as name=value, comma-separated, percent-encoded, such as deployment.environment.name=production.'
  }),
  OTEL_TRACES_SAMPLER: choice(
    [
      'always_on',
      'always_off',
      'traceidratio',
      'parentbased_always_on',
      'parentbased_always_off',
      'parentbased_traceidratio'
    ],
    {
      group: 'OpenTelemetry',
      default: 'parentbased_always_on',
      description: 'Which traces are recorded, decided as each begins; those of frames also by TRACE_FRAME_RATIO.'
    }
  ),
  OTEL_TRACES_SAMPLER_ARG: decimal({
    group: 'OpenTelemetry',
    unit: 'ratio',
    minimum: 0,
    maximum: 1,
    default: 1,
    description: 'Share of the traces that samplers with traceidratio in their name record.'
  }),
  TRACE_FRAME_RATIO: decimal({
    group: 'OpenTelemetry',
    unit: 'ratio',
    minimum: 0,
    maximum: 1,
    default: 0.001,
    description:
      'Of the frames, this share is offered to OTEL_TRACES_SAMPLER: there may be hundreds a second. Also of requests that hand in frames, and of snapshots, scenes and cursors that are kept.'
  }),
  OTEL_PROPAGATORS: text({
    group: 'OpenTelemetry',
    minLength: 1,
    default: 'tracecontext',
    description:
      'What is gone on from: with tracecontext a traceparent header of a request, with none nothing; baggage may be named beside it, and is not read.'
  }),
  OTEL_METRIC_EXPORT_INTERVAL: integer({
    group: 'OpenTelemetry',
    unit: 'ms',
    minimum: 1000,
    maximum: 3_600_000,
    default: 60_000,
    description: 'Metrics are sent so often.'
  }),
  OTEL_METRIC_EXPORT_TIMEOUT: integer({
    group: 'OpenTelemetry',
    unit: 'ms',
    minimum: 1,
    maximum: 3_600_000,
    default: 30_000,
    description: 'A sending of metrics that takes longer is given up.'
  }),
  OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: choice(['cumulative'], {
    group: 'OpenTelemetry',
    default: 'cumulative',
    description: 'Counters are sent as totals since the start.'
  }),
  OTEL_BSP_SCHEDULE_DELAY: integer({
    group: 'OpenTelemetry',
    unit: 'ms',
    minimum: 100,
    maximum: 600_000,
    default: 5000,
    description: 'Spans are sent after so long at the latest.'
  }),
  OTEL_BSP_MAX_QUEUE_SIZE: integer({
    group: 'OpenTelemetry',
    unit: 'spans',
    minimum: 1,
    maximum: 100_000,
    default: 2048,
    description: 'Spans that may wait; past it new ones are dropped and counted.'
  }),
  OTEL_BSP_MAX_EXPORT_BATCH_SIZE: integer({
    group: 'OpenTelemetry',
    unit: 'spans',
    minimum: 1,
    maximum: 100_000,
    default: 512,
    description: 'Most spans in one sending, at most OTEL_BSP_MAX_QUEUE_SIZE.'
  }),
  OTEL_BSP_EXPORT_TIMEOUT: integer({
    group: 'OpenTelemetry',
    unit: 'ms',
    minimum: 1,
    maximum: 600_000,
    default: 30_000,
    description: 'A sending of spans that takes longer is given up.'
  })
} as const
