import { isIPv6 } from 'node:net'

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i
const GROUPS = 8
const GROUPS_OF_A_NETWORK = 4
/** Of what is no address, so that it costs little wherever it is counted. */
const MAX_LENGTH = 64

/**
 * By what one sender is told from another: an IPv4 address, or the /64 network of an IPv6 address, since who has one
 * address there has all 2^64 of them (RFC 6177).
 *
 * @example addressKey('::ffff:192.0.2.7') // '192.0.2.7'
 * @example addressKey('2001:0DB8::7') // '2001:db8:0:0::/64'
 */
export function addressKey(address: string): string {
  const mapped = MAPPED.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  const bare = address.split('%')[0] ?? ''
  if (!isIPv6(bare)) return address.slice(0, MAX_LENGTH)
  const [head = '', tail] = bare.split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : Math.max(0, GROUPS - before.length - after.length)
  const groups = [...before, ...Array.from({ length: zeros }, () => '0'), ...after]
  const network = groups.slice(0, GROUPS_OF_A_NETWORK).map(group => Number.parseInt(group, 16).toString(16))
  return `${network.join(':')}::/64`
}
