import { describe, expect, test } from 'vitest'
import { basePathOf } from '../../src/config/edge-checks.ts'
import { loadSettings } from '../../src/config/load.ts'

function problemsOf(env: Record<string, string>): string {
  try {
    loadSettings(env)
    return ''
  } catch (error) {
    return (error as Error).message
  }
}

describe('BASE_PATH', () => {
  test.each([
    ['/', ''],
    ['/camera-check', '/camera-check'],
    ['camera-check', '/camera-check'],
    ['/a/b.c/~d_e/', '/a/b.c/~d_e']
  ])('%s is %j', (text, path) => {
    expect(basePathOf(loadSettings({ BASE_PATH: text }).settings)).toBe(path)
  })

  test.each([
    '/a//b',
    '/../etc',
    '/.well-known',
    '/a/./b',
    '/a b',
    '/a?b',
    '/a#b',
    '/a"b',
    '/a\\b',
    '/%2e%2e',
    '//evil.example',
    'https://host/a',
    `/${'x'.repeat(201)}`,
    '/北门',
    '/pushhub',
    '/docs/x',
    '/cameras',
    '/metrics'
  ])('%s is refused', text => {
    expect(problemsOf({ BASE_PATH: text })).toContain('BASE_PATH: got')
  })
})

describe('TLS and connections', () => {
  test('a certificate without its key is refused, and the other way round', () => {
    expect(problemsOf({ TLS_CERT_FILE: 'c.pem' })).toContain('TLS_KEY_FILE: not set')
    expect(problemsOf({ TLS_KEY_FILE: 'c.key' })).toContain('TLS_CERT_FILE: not set')
  })

  test('members of a fleet that speak TLS are not announced with http', () => {
    const fleet = { FLEET: '1', REDIS_HOST: 'r', TLS_CERT_FILE: 'c.pem', TLS_KEY_FILE: 'c.key' }
    expect(problemsOf({ ...fleet, FLEET_URL: 'http://a:1' })).toContain('FLEET_URL: got "http://a:1", expected https')
    expect(problemsOf({ ...fleet, FLEET_URL: 'https://a:1' })).toBe('')
  })

  test('one address cannot have more connections than there are', () => {
    expect(problemsOf({ MAX_CONNECTIONS: '10', MAX_CONNECTIONS_PER_ADDRESS: '11' })).toContain(
      'MAX_CONNECTIONS_PER_ADDRESS'
    )
    expect(problemsOf({ MAX_CONNECTIONS: '10', MAX_CONNECTIONS_PER_ADDRESS: '10' })).toBe('')
  })
})
