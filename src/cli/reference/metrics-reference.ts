import { LATENCY_BUCKETS_SECONDS, METRICS } from '../../observe/metric-declarations.ts'
import { markdownTable } from './markdown-table.ts'

/** `docs/metrics.md`, made from the declarations. */
export function metricsReference(): string {
  const rows = Object.values(METRICS).map(({ name, kind, labels, help }) => [
    `\`${name}\``,
    kind,
    labels.map(label => `\`${label}\``).join(', '),
    help
  ])
  return `# Metrics

Made from \`src/observe/metric-declarations.ts\` by \`npm run docs\`; do not edit.

\`GET /metrics\` gives them in the Prometheus text format, with Node's own (\`process_*\`, \`nodejs_*\`) beside them. Those
with a label for the camera are there for \`METRICS_CAMERAS\` cameras at most, since thousands of series would drown whoever
scrapes; \`/pushhub/metrics/performance\` tells of any camera.

${markdownTable(['Name', 'Kind', 'Labels', 'What it counts'], rows)}

Bounds of the latency histogram, seconds: ${LATENCY_BUCKETS_SECONDS.join(', ')}.
`
}
