import { nearestName } from './nearest-name.ts'

const OWN_PREFIXES = [
  'MINIO_',
  'REDIS_',
  'WS_',
  'TEST_VIDEO_',
  'ENABLE_TEST',
  'SNAPSHOT_',
  'SCENE_',
  'QUEUE_',
  'FRAME_',
  'FIRST_FRAME_',
  'MAX_FRAME_',
  'EXECUTOR_',
  'STREAM_',
  'API_TOKEN',
  'ALLOWED_ORIGIN',
  'SESSION_HOUR',
  'SESSION_SECRET',
  'SIGN_IN_',
  'INCIDENT_',
  'REOPEN_',
  'GROUP_WINDOW',
  'GROUP_MIN',
  'RECENT_FRAME',
  'BASE_PATH',
  'TRUST_PROXY',
  'TLS_CERT',
  'TLS_KEY',
  'HSTS_',
  'MAX_CONNECTIONS',
  'FLEET',
  'ALARM_',
  'ANALYSIS_',
  'LEASE_',
  'MEASURE_DAYS',
  'METRICS_',
  'MQTT_',
  'OVERLOAD_',
  'PUBLIC_URL',
  'RESUME_',
  'SELF_CHECK',
  'SELF_TEST',
  'SHARD_',
  'OTEL_',
  'TRACE_FRAME'
]

// Kubernetes adds these for every service of the namespace; nobody mistyped them.
const SERVICE_LINK = /_SERVICE_(HOST|PORT)|_PORT_\d+_(TCP|UDP)/

/**
 * Variables that look like this service's and are none: a typo must not pass silently.
 *
 * @param names Names of the environment's variables.
 * @param known Names that the service reads.
 * @returns One sentence for each, naming the nearest known one.
 */
export function unknownVariables(names: readonly string[], known: readonly string[]): string[] {
  const knownSet = new Set(known)
  return names
    .filter(name => !knownSet.has(name) && !SERVICE_LINK.test(name))
    .filter(name => OWN_PREFIXES.some(prefix => name.startsWith(prefix)))
    .map(name => `Unknown variable ${name} is ignored; the nearest known one is ${nearestName(name, known)}`)
}
