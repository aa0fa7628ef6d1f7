import { parseAllowedOrigins } from './allowed-origins.ts'
import { parseApiTokens } from './api-tokens.ts'
import { edgeProblems } from './edge-checks.ts'
import { parseNetworks } from './networks.ts'
import { hasRedis, redisProblems } from './redis-checks.ts'
import type { Settings } from './schema.ts'
import { shownValue } from './shown-value.ts'
import { telemetryProblems } from './telemetry-checks.ts'

const HOST_AND_PORT = /^(\[[0-9a-f:.]+\]|[a-z0-9_]([a-z0-9._-]*[a-z0-9_])?)(:(\d{1,5}))?$/i
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/
const IPV4 = /^\d{1,3}(\.\d{1,3}){3}$/
const LEAST_SECRET_CHARACTERS = 32

/**
 * What one setting's schema cannot say: formats, and settings that need each other.
 *
 * @param settings What parsed; a setting that did not is absent.
 * @returns One line for each problem, beginning with the variable's name. Never a secret's value.
 */
export function crossChecks(settings: Partial<Settings>): string[] {
  return [
    ...redisProblems(settings),
    ...storeProblems(settings),
    ...endpointProblems(settings.MINIO_ENDPOINT),
    ...bucketProblems(settings.MINIO_BUCKET),
    ...accessProblems(settings),
    ...zoneProblems(settings.TIME_ZONE),
    ...fleetProblems(settings),
    ...edgeProblems(settings),
    ...alarmProblems(settings),
    ...mqttProblems(settings),
    ...telemetryProblems(settings)
  ]
}

function alarmProblems({ PUBLIC_URL, ALARM_ALLOW_NETWORKS, ALARM_DENY_NETWORKS }: Partial<Settings>): string[] {
  const problems = [
    ...parseNetworks(ALARM_ALLOW_NETWORKS).problems.map(problem => `ALARM_ALLOW_NETWORKS: ${problem}`),
    ...parseNetworks(ALARM_DENY_NETWORKS).problems.map(problem => `ALARM_DENY_NETWORKS: ${problem}`)
  ]
  if (PUBLIC_URL !== undefined && !/^https?:\/\/[^/?#@\s]+(?:\/[^?#\s]*)?$/i.test(PUBLIC_URL)) {
    problems.push(`PUBLIC_URL: got ${shownValue(PUBLIC_URL)}, expected such as https://cameras.example.org`)
  }
  return problems
}

function mqttProblems({ MQTT_URL, MQTT_PREFIX, MQTT_DISCOVERY_PREFIX }: Partial<Settings>): string[] {
  const problems: string[] = []
  if (MQTT_URL !== undefined && !/^(mqtts?|wss?):\/\/[^@\s]+$/i.test(MQTT_URL)) {
    // It may have a password in it.
    const shown = MQTT_URL.includes('@') ? 'one with a user in it, which MQTT_USERNAME is for' : shownValue(MQTT_URL)
    problems.push(`MQTT_URL: got ${shown}, expected such as mqtt://broker:1883`)
  } else if (MQTT_URL !== undefined && !URL.canParse(MQTT_URL)) {
    problems.push(`MQTT_URL: got ${shownValue(MQTT_URL)}, expected such as mqtt://broker:1883`)
  }
  for (const [name, prefix] of Object.entries({ MQTT_PREFIX, MQTT_DISCOVERY_PREFIX })) {
    if (prefix !== undefined && !/^[^/+#$\s][^+#\s]*(?<!\/)$/u.test(prefix)) {
      problems.push(`${name}: got ${shownValue(prefix)}, expected a topic without + and #, such as camera-check`)
    }
  }
  return problems
}

function zoneProblems(zone: string | undefined): string[] {
  if (zone === undefined) return []
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return []
  } catch {
    return [`TIME_ZONE: got ${JSON.stringify(zone)}, expected an IANA name such as Europe/Berlin or UTC`]
  }
}

function fleetProblems(settings: Partial<Settings>): string[] {
  if (settings.FLEET !== true) return []
  const { FRAME_SOURCE, INCIDENT_STORE, LEASE_TTL_MS, LEASE_RENEW_MS, FLEET_URL } = settings
  const problems: string[] = []
  if (!hasRedis(settings)) {
    problems.push('REDIS_HOST: not set, expected a host name because FLEET=1 keeps in Redis who watches which cameras')
  }
  if (FRAME_SOURCE === 'embedded') {
    problems.push(
      'FRAME_SOURCE: got "embedded", expected auto or redis because with FLEET=1 any member reads any camera'
    )
  }
  if (INCIDENT_STORE === 'embedded') {
    problems.push('INCIDENT_STORE: got "embedded", expected auto or redis because members of a fleet share incidents')
  }
  if (LEASE_TTL_MS !== undefined && LEASE_RENEW_MS !== undefined && LEASE_RENEW_MS * 3 > LEASE_TTL_MS) {
    problems.push(
      `LEASE_RENEW_MS: got ${LEASE_RENEW_MS}, expected at most a third of LEASE_TTL_MS (${LEASE_TTL_MS}), so that one lost renewal costs nothing`
    )
  }
  if (FLEET_URL !== undefined && !/^https?:\/\/[^/?#@]+$/i.test(FLEET_URL)) {
    problems.push(
      `FLEET_URL: got ${shownValue(FLEET_URL)}, expected http://host:port or https://host:port without a path`
    )
  }
  return problems
}

function storeProblems(settings: Partial<Settings>): string[] {
  const forced = settings.SNAPSHOT_STORE === 's3'
  const reason = forced ? 'SNAPSHOT_STORE is s3' : 'MINIO_ENDPOINT is set'
  if (!forced && (settings.SNAPSHOT_STORE === 'folder' || settings.MINIO_ENDPOINT === undefined)) return []
  const needed = ['MINIO_ENDPOINT', 'MINIO_ACCESS_KEY', 'MINIO_SECRET_KEY'] as const
  return needed.filter(name => settings[name] === undefined).map(name => `${name}: not set, needed because ${reason}`)
}

function endpointProblems(endpoint: string | undefined): string[] {
  if (endpoint === undefined) return []
  const problem = (expected: string) => [`MINIO_ENDPOINT: got ${shownValue(endpoint)}, expected ${expected}`]
  if (/^[a-z]+:\/\//i.test(endpoint)) {
    return problem('host:port without a scheme (TLS is asked for with MINIO_SECURE=1)')
  }
  const match = HOST_AND_PORT.exec(endpoint)
  if (match === null) return problem('host:port, or a host alone, without a path')
  const port = match[4] === undefined ? 443 : Number(match[4])
  return port >= 1 && port <= 65_535 ? [] : problem('a port from 1 to 65535')
}

function bucketProblems(bucket: string | undefined): string[] {
  if (bucket === undefined || (BUCKET.test(bucket) && !bucket.includes('..') && !IPV4.test(bucket))) return []
  return [
    `MINIO_BUCKET: got ${JSON.stringify(bucket)}, expected 3 to 63 lower-case letters, digits, dots or hyphens, beginning and ending with a letter or digit`
  ]
}

function accessProblems({ API_TOKENS, ALLOWED_ORIGINS, SESSION_SECRET }: Partial<Settings>): string[] {
  const problems = [
    ...parseApiTokens(API_TOKENS).problems.map(problem => `API_TOKENS: ${problem}`),
    ...parseAllowedOrigins(ALLOWED_ORIGINS).problems.map(problem => `ALLOWED_ORIGINS: ${problem}`)
  ]
  if (SESSION_SECRET !== undefined && SESSION_SECRET.trim().length < LEAST_SECRET_CHARACTERS) {
    problems.push(
      `SESSION_SECRET: expected at least ${LEAST_SECRET_CHARACTERS} characters, such as of openssl rand -hex 32`
    )
  }
  return problems
}
