import { parseArgs } from 'node:util'

export interface WatchTarget {
  /** Where the results are, ws: or wss:. */
  readonly url: string
  readonly token: string | null
}

/** What to watch, or why the arguments do not say. */
export type WatchArguments = { readonly target: WatchTarget } | { readonly problem: string } | { readonly help: true }

export const WATCH_USAGE = `Usage: camera-check watch <url> [--token <token>]

Shows each change of a camera's state, live.

  <url>      Where the service is, such as http://127.0.0.1:5020; http, https, ws or wss.
  --token    One of the service's API_TOKENS.`

const RESULTS_PATH = '/pushhub/ws/results'
const SCHEMES: Readonly<Record<string, string>> = { 'http:': 'ws:', 'https:': 'wss:', 'ws:': 'ws:', 'wss:': 'wss:' }

/** @param words The command line behind the program's name. */
export function parseWatchArguments(words: readonly string[]): WatchArguments {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: { token: { type: 'string' }, help: { type: 'boolean', short: 'h' } }
    })
    if (values.help === true) return { help: true }
    const [text, ...rest] = positionals
    if (text === undefined) return { problem: 'No url given' }
    if (rest.length > 0) return { problem: `Expected one url, received ${positionals.length}` }
    return toTarget(text, values.token ?? null)
  } catch (error) {
    return { problem: (error as Error).message }
  }
}

function toTarget(text: string, token: string | null): WatchArguments {
  // "localhost:5020" would parse as a URL of the scheme localhost.
  if (!/^[a-z]+:\/\//i.test(text)) {
    return { problem: `Bad url ${JSON.stringify(text)}: expected one like http://127.0.0.1:5020` }
  }
  if (!URL.canParse(text)) return { problem: `Bad url ${JSON.stringify(text)}: it does not parse` }
  const url = new URL(text)
  const scheme = SCHEMES[url.protocol]
  if (scheme === undefined) return { problem: `Bad url ${JSON.stringify(text)}: expected http, https, ws or wss` }
  const path = url.pathname === '/' ? RESULTS_PATH : url.pathname
  return { target: { url: `${scheme}//${url.host}${path}${url.search}`, token } }
}
