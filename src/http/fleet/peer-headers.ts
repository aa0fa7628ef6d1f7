import type { IncomingHttpHeaders } from 'node:http'

/** Names the session that a member asks for; the answer repeats it. A request that has it is never passed on again. */
export const MEMBER_HEADER = 'x-camera-check-member'

/** In whose name a member asks; see peer-vouching.ts. */
export const CALLER_HEADER = 'x-camera-check-caller'

/** RFC 9110, 7.6.1: what belongs to one connection, and what the client of the next hop sets by itself. */
const OF_ONE_HOP: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
  'host',
  MEMBER_HEADER,
  CALLER_HEADER
])

/** Headers that go on to the next hop. */
export function passedOn(headers: IncomingHttpHeaders): Record<string, string | string[]> {
  const named = new Set((headers.connection ?? '').split(',').map(name => name.trim().toLowerCase()))
  const passed: Record<string, string | string[]> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !OF_ONE_HOP.has(name) && !named.has(name)) passed[name] = value
  }
  return passed
}

/** What let the caller in here, and where its page comes from: the next member hears it from this one instead. */
const OF_THE_CALLER: readonly string[] = [
  'authorization',
  'cookie',
  'origin',
  'referer',
  'sec-fetch-site',
  'sec-fetch-mode',
  'sec-fetch-dest',
  'sec-fetch-user'
]

/** Headers of a request that go on to another member. */
export function passedOnRequest(headers: IncomingHttpHeaders): Record<string, string | string[]> {
  const passed = passedOn(headers)
  for (const name of OF_THE_CALLER) delete passed[name]
  return passed
}
