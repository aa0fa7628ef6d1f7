import { parseHosts, parseRedisUrls, parseStreamRules } from './redis-urls.ts'
import type { Settings } from './schema.ts'
import { shownValue } from './shown-value.ts'

/** What is wrong with the settings of Redis, one line for each problem. Never a secret's value. */
export function redisProblems(settings: Partial<Settings>): string[] {
  return [
    ...hostProblems(settings),
    ...urlProblems(settings),
    ...ruleProblems(settings),
    ...sentinelProblems(settings),
    ...missingProblems(settings)
  ]
}

/** An address in place of a host would be told in messages, with the password in it. */
function hostProblems({ REDIS_HOST }: Partial<Settings>): string[] {
  if (REDIS_HOST === undefined || !/[/@\s]/.test(REDIS_HOST)) return []
  return [`REDIS_HOST: got ${shownValue(REDIS_HOST)}, expected a host name; addresses with a scheme go into REDIS_URLS`]
}

/** Whether any Redis is set at all. */
export function hasRedis({ REDIS_HOST, REDIS_SENTINELS, REDIS_URLS }: Partial<Settings>): boolean {
  return REDIS_HOST !== undefined || REDIS_SENTINELS !== undefined || REDIS_URLS !== undefined
}

function urlProblems({ REDIS_URLS, REDIS_HOST, REDIS_SENTINELS }: Partial<Settings>): string[] {
  if (REDIS_URLS === undefined) return []
  const { parts, problems } = parseRedisUrls(REDIS_URLS)
  if (problems.length > 0) return problems.map(problem => `REDIS_URLS: ${problem}`)
  if (REDIS_HOST !== undefined || REDIS_SENTINELS !== undefined || parts[0]?.kind !== 'cluster') return []
  return ['REDIS_HOST: not set, expected the server that keeps the state because the first of REDIS_URLS is a cluster']
}

function ruleProblems({ REDIS_STREAM_URLS, REDIS_URLS }: Partial<Settings>): string[] {
  if (REDIS_STREAM_URLS === undefined) return []
  if (REDIS_URLS === undefined) return ['REDIS_URLS: not set, needed because REDIS_STREAM_URLS is set']
  const { problems } = parseStreamRules(REDIS_STREAM_URLS, parseRedisUrls(REDIS_URLS).parts)
  return problems.map(problem => `REDIS_STREAM_URLS: ${problem}`)
}

function sentinelProblems({ REDIS_SENTINELS, REDIS_HOST }: Partial<Settings>): string[] {
  if (REDIS_SENTINELS === undefined) return []
  if (REDIS_HOST !== undefined) return ['REDIS_HOST: set beside REDIS_SENTINELS, expected one of the two']
  return parseHosts(REDIS_SENTINELS).problems.map(problem => `REDIS_SENTINELS: ${problem}`)
}

function missingProblems(settings: Partial<Settings>): string[] {
  if (hasRedis(settings)) return []
  const because = (name: 'FRAME_SOURCE' | 'INCIDENT_STORE') =>
    settings[name] === 'redis' ? [`REDIS_HOST: not set, expected a host name because ${name} is redis`] : []
  return [...because('FRAME_SOURCE'), ...because('INCIDENT_STORE')]
}
