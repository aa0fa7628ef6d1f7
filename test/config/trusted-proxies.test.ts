import { describe, expect, test } from 'vitest'
import { loadSettings } from '../../src/config/load.ts'
import { parseTrustedProxies } from '../../src/config/trusted-proxies.ts'

describe('trusted proxies', () => {
  test.each([
    ['192.0.2.7', '192.0.2.7', true],
    ['192.0.2.7', '192.0.2.8', false],
    ['192.0.2.7', '::ffff:192.0.2.7', true],
    ['10.0.0.0/8', '10.255.0.1', true],
    ['10.0.0.0/8', '11.0.0.1', false],
    ['2001:db8::/32', '2001:db8:1::1', true],
    ['2001:db8::/32', '2001:db9::1', false],
    ['loopback', '127.9.9.9', true],
    ['loopback', '::1', true],
    ['Private , loopback', '192.168.1.1', true],
    ['private', '172.32.0.1', false],
    ['private', 'fd00::1', true],
    ['loopback', '', false],
    ['loopback', '<script>', false],
    ['loopback', '127.0.0.1.evil', false]
  ])('%s: %s is %s', (text, address, isTrusted) => {
    const { trusts, isProxy, problems } = parseTrustedProxies(text)
    expect(problems).toEqual([])
    expect([trusts(address, 0), trusts(address, 5), isProxy(address)]).toEqual([isTrusted, isTrusted, isTrusted])
  })

  test('a number of hops trusts so many senders whoever they are, and takes none of them for a proxy', () => {
    const { trusts, isProxy } = parseTrustedProxies('2')
    expect([trusts('1.2.3.4', 0), trusts('5.6.7.8', 1), trusts('9.9.9.9', 2)]).toEqual([true, true, false])
    expect(isProxy('1.2.3.4')).toBe(false)
  })

  test.each([
    '0',
    '17',
    '0.0.0.0/0',
    '::/0',
    'proxy.example',
    '10.0.0.0/33',
    '10.0.0.0/8/8',
    '10.0.0.0/',
    'a,,b',
    'true',
    '*'
  ])('%s is refused, and trusts nobody', text => {
    expect(() => loadSettings({ TRUST_PROXY: text })).toThrow(expect.objectContaining({ code: 'config/invalid' }))
    expect(parseTrustedProxies(text).trusts('203.0.113.9', 0)).toBe(false)
  })
})
