import { isIP, isIPv4 } from 'node:net'
import { shownValue } from './shown-value.ts'

/** Reads a list of networks such as `10.0.0.0/8, fd00::/8`; an address alone is a network of one. */
export function parseNetworks(text: string | undefined): {
  readonly networks: readonly string[]
  readonly problems: readonly string[]
} {
  const parts = (text ?? '').split(',').flatMap(part => (part.trim() === '' ? [] : [part.trim()]))
  const problems = parts
    .filter(part => !isNetwork(part))
    .map(part => `got ${shownValue(part)}, expected networks such as 10.0.0.0/8`)
  const networks = parts
    .filter(isNetwork)
    .map(part => (part.includes('/') ? part : `${part}/${isIPv4(part) ? 32 : 128}`))
  return { networks, problems }
}

function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/')
  const most = isIPv4(address) ? 32 : 128
  return (
    isIP(address) > 0 && rest.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most))
  )
}
