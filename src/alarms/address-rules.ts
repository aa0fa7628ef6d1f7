import { lookup as dnsLookup } from 'node:dns/promises'
import { BlockList, isIP, isIPv4 } from 'node:net'
import { AppError, errorText } from '../errors.ts'

/** Where clouds answer for their machines, addresses of nobody, and of everybody: no receiver of alarms is there. */
const NEVER: readonly string[] = [
  '0.0.0.0/8',
  '169.254.0.0/16',
  '100.100.100.200/32',
  '192.0.0.192/32',
  '224.0.0.0/4',
  '255.255.255.255/32',
  '::/128',
  'fe80::/10',
  'fd00:ec2::254/128',
  'ff00::/8'
]

/** An address that a call may go to. */
export interface AllowedAddress {
  readonly address: string
  readonly family: 4 | 6
}

/**
 * Which addresses alarms may be sent to. The name is looked up here, once, and the call goes to the very address that was
 * looked at: a name that answers otherwise the next time gains nothing.
 */
export class AddressRules {
  readonly #refused: BlockList
  readonly #allowed: BlockList
  readonly #lookup: (host: string) => Promise<readonly { readonly address: string }[]>

  /**
   * @param allow Networks that may be reached although they lie in `NEVER` or `deny`. @param deny Further ones that may not.
   * Both as `10.0.0.0/8`.
   */
  constructor(
    allow: readonly string[],
    deny: readonly string[],
    lookup: (host: string) => Promise<readonly { readonly address: string }[]> = host => dnsLookup(host, { all: true })
  ) {
    this.#allowed = listOf(allow)
    this.#refused = listOf([...NEVER, ...deny])
    this.#lookup = lookup
  }

  /** @throws AppError `alarm/unreachable`: no such host; `alarm/address-refused`: none of its addresses may be reached. */
  async resolve(host: string): Promise<AllowedAddress> {
    const name = host.replace(/^\[|\]$/g, '')
    const found = isIP(name) > 0 ? [{ address: name }] : await this.#find(name)
    const allowed = found.find(({ address }) => this.isAllowed(address))
    if (allowed === undefined) {
      throw new AppError(
        'alarm/address-refused',
        `Cannot send to ${name}: its address is not one that alarms may go to`
      )
    }
    return { address: allowed.address, family: isIPv4(allowed.address) ? 4 : 6 }
  }

  isAllowed(address: string): boolean {
    const plain = withoutMapping(address)
    const family = isIPv4(plain) ? 'ipv4' : 'ipv6'
    return this.#allowed.check(plain, family) || !this.#refused.check(plain, family)
  }

  async #find(name: string): Promise<readonly { readonly address: string }[]> {
    try {
      return await this.#lookup(name)
    } catch (cause) {
      throw new AppError('alarm/unreachable', `Cannot find ${name}: ${errorText(cause)}`, { cause })
    }
  }
}

/** `::ffff:169.254.169.254` and `::ffff:a9fe:a9fe` are the address within them. */
function withoutMapping(address: string): string {
  const plain = address.split('%')[0] ?? ''
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i.exec(plain) ?? []
  if (high !== undefined && low !== undefined) {
    const value = Number.parseInt(high, 16) * 65_536 + Number.parseInt(low, 16)
    return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255].join('.')
  }
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1] ?? plain
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', bits = ''] = network.split('/')
    list.addSubnet(address, Number(bits), isIPv4(address) ? 'ipv4' : 'ipv6')
  }
  return list
}
