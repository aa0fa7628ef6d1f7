const MAPPED = /^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i
const GROUPS = 8
const GROUPS_OF_A_NETWORK = 4

/**
 * By what one sender is told from another: an IPv4 address, or the /64 network of an IPv6 address, since who has one
 * address there has all of them (RFC 6177).
 *
 * @example addressKey('::ffff:192.0.2.7') // '192.0.2.7'
 * @example addressKey('2001:db8::7') // '2001:db8:0:0'
 */
export function addressKey(address: string): string {
  const plain = address.replace(MAPPED, '')
  if (!plain.includes(':')) return plain
  const [head = '', tail] = (plain.split('%')[0] ?? '').split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : Math.max(0, GROUPS - before.length - after.length)
  const groups = [...before, ...Array.from({ length: zeros }, () => '0'), ...after]
  return groups.slice(0, GROUPS_OF_A_NETWORK).join(':').toLowerCase()
}
