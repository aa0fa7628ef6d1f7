import { BlockList, isIP } from 'node:net'
import { shownValue } from './shown-value.ts'

/** Which senders may say for whom they ask (X-Forwarded-For, -Proto, -Host). */
export interface TrustedProxies {
  /**
   * @param address Of a sender; IPv4 inside IPv6 counts as IPv4.
   * @param hop 0 for who has connected, 1 for the one before it, and so on.
   */
  readonly trusts: (address: string, hop: number) => boolean
  /** Whether an address was named as a proxy's; by a number of hops none is. */
  readonly isProxy: (address: string) => boolean
  /** One sentence for each part that is none. */
  readonly problems: readonly string[]
}

/** RFC 1122, 1918, 3927, 4193, 4291: names for the addresses that proxies of one's own mostly have. */
const NAMED: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  private: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7']
}
const MOST_HOPS = 16
const MAPPED = /^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i

/**
 * Reads TRUST_PROXY: a number of hops, or addresses, networks (`10.0.0.0/8`) and names (loopback, linklocal, private),
 * comma-separated.
 *
 * @example parseTrustedProxies('loopback, 192.0.2.7').trusts('192.0.2.7', 0) // true
 */
export function parseTrustedProxies(text: string): TrustedProxies {
  if (/^\d+$/.test(text)) return hops(Number(text), text)
  const list = new BlockList()
  const problems: string[] = []
  for (const part of text.split(',').map(each => each.trim())) {
    for (const network of NAMED[part.toLowerCase()] ?? [part]) {
      if (!add(list, network)) problems.push(`got ${shownValue(part)}, expected ${EXPECTED}`)
    }
  }
  const trusts = (sender: string): boolean => {
    const address = sender.replace(MAPPED, '')
    const version = isIP(address)
    return version !== 0 && list.check(address, version === 6 ? 'ipv6' : 'ipv4')
  }
  return { trusts, isProxy: trusts, problems }
}

const EXPECTED = `an address, a network such as 10.0.0.0/8, loopback, linklocal, private, or a number of hops from 1 to ${MOST_HOPS}`

function hops(count: number, text: string): TrustedProxies {
  const isRight = count >= 1 && count <= MOST_HOPS
  return {
    trusts: (_address, hop) => isRight && hop < count,
    isProxy: () => false,
    problems: isRight ? [] : [`got ${JSON.stringify(text)}, expected ${EXPECTED}`]
  }
}

function add(list: BlockList, network: string): boolean {
  const [address = '', length, ...rest] = network.split('/')
  const version = isIP(address)
  if (version === 0 || rest.length > 0) return false
  const family = version === 6 ? 'ipv6' : 'ipv4'
  if (length === undefined) {
    list.addAddress(address, family)
    return true
  }
  const bits = Number(length)
  // A length of 0 would trust the whole world, which nobody means who names networks.
  if (!/^\d{1,3}$/.test(length) || bits < 1 || bits > (version === 6 ? 128 : 32)) return false
  list.addSubnet(address, bits, family)
  return true
}
