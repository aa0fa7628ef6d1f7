import type { Settings } from './schema.ts'
import { shownValue } from './shown-value.ts'
import { parseTrustedProxies } from './trusted-proxies.ts'

// Unreserved characters of RFC 3986 alone: nothing that a proxy, a browser or a page could read in two ways.
const BASE_PATH = /^(\/[A-Za-z0-9_~][A-Za-z0-9._~-]*)+$/
const LONGEST_BASE_PATH = 200
/** First parts of the service's own paths: below one of them a path could mean two things. */
const OWN_PATHS = ['pushhub', 'docs', 'assets', 'cameras', 'incidents', 'report', 'system', 'add', 'sign-in']
const OWN_FILES = ['livez', 'readyz', 'metrics', 'asyncapi.json', 'favicon.svg', 'early-look.js']

/** What is wrong with the settings of how the service is reached, one line for each problem. */
export function edgeProblems(settings: Partial<Settings>): string[] {
  return [
    ...basePathProblems(settings.BASE_PATH),
    ...proxyProblems(settings.TRUST_PROXY),
    ...tlsProblems(settings),
    ...connectionProblems(settings)
  ]
}

/** @returns What stands before every path of the service: empty, or with a slash at its beginning and none at its end. */
export function basePathOf({ BASE_PATH: text }: Partial<Settings>): string {
  return text === undefined || text === '/' ? '' : `/${text.replace(/^\/|\/$/g, '')}`
}

function basePathProblems(text: string | undefined): string[] {
  const path = basePathOf(text === undefined ? {} : { BASE_PATH: text })
  if (path === '') return []
  const [, first = ''] = path.split('/')
  if (!BASE_PATH.test(path) || path.length > LONGEST_BASE_PATH) {
    return [
      `BASE_PATH: got ${shownValue(text ?? '')}, expected a path such as /camera-check of letters, digits, dots, hyphens and underscores, ${LONGEST_BASE_PATH} characters at most`
    ]
  }
  if (![...OWN_PATHS, ...OWN_FILES].includes(first)) return []
  return [
    `BASE_PATH: got ${JSON.stringify(text)}, expected another first part: /${first} is a path of the service's own`
  ]
}

function proxyProblems(text: string | undefined): string[] {
  return text === undefined ? [] : parseTrustedProxies(text).problems.map(problem => `TRUST_PROXY: ${problem}`)
}

function tlsProblems({ TLS_CERT_FILE, TLS_KEY_FILE, FLEET, FLEET_URL }: Partial<Settings>): string[] {
  if (TLS_CERT_FILE === undefined && TLS_KEY_FILE === undefined) return []
  if (TLS_CERT_FILE === undefined) return ['TLS_CERT_FILE: not set, needed because TLS_KEY_FILE is set']
  if (TLS_KEY_FILE === undefined) return ['TLS_KEY_FILE: not set, needed because TLS_CERT_FILE is set']
  if (FLEET !== true || FLEET_URL === undefined || !/^http:/i.test(FLEET_URL)) return []
  return [`FLEET_URL: got ${shownValue(FLEET_URL)}, expected https://host:port because TLS_CERT_FILE is set`]
}

function connectionProblems({ MAX_CONNECTIONS: most, MAX_CONNECTIONS_PER_ADDRESS: each }: Partial<Settings>): string[] {
  if (most === undefined || each === undefined || each <= most) return []
  return [`MAX_CONNECTIONS_PER_ADDRESS: got ${each}, expected at most MAX_CONNECTIONS (${most})`]
}
