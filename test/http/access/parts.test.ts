import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { tokenDigest } from '../../../src/config/api-tokens.ts'
import { CallLimits } from '../../../src/http/access/call-limits.ts'
import { cookieHeader, cookieOf } from '../../../src/http/access/cookies.ts'
import { KeptSecrets } from '../../../src/http/access/kept-secrets.ts'
import { MemoryUsedTickets } from '../../../src/http/access/memory-used-tickets.ts'
import { mayChange, mayOpenSocket } from '../../../src/http/access/origins.ts'
import { isSignedWith, keyFor, readSigned, signText } from '../../../src/http/access/signed-text.ts'
import { keepSecretFile } from '../../../src/lib/secret-file.ts'

describe('cookies', () => {
  test.each([
    [undefined, null],
    ['', null],
    ['s', null],
    ['=x', null],
    ['s=1', '1'],
    ['a=b; s=1; s=2', '1'],
    ['xs=1;s = 2 ', '2'],
    ['s=a=b', 'a=b'],
    [`s=${'x'.repeat(20_000)}`, null]
  ])('%j', (header, value) => expect(cookieOf(header, 's')).toBe(value))

  test('are for no script, no other site and, where it can be, for TLS alone', () => {
    const options = { name: 's', value: 'v', maxAgeS: 60, path: '/' }
    expect(cookieHeader({ ...options, isSecure: false })).toBe('s=v; Path=/; Max-Age=60; HttpOnly; SameSite=Strict')
    expect(cookieHeader({ ...options, isSecure: true })).toMatch(/; Secure$/)
  })
})

describe('origins', () => {
  const rules = { origins: new Set(['https://wall.example']), isAny: false }
  const from = (headers: Record<string, string>, protocol = 'http') => ({
    headers,
    protocol,
    host: 'cams.example:5020'
  })

  test.each([
    ['http://cams.example:5020', 'http', true],
    // A proxy ends TLS and is not trusted.
    ['https://cams.example:5020', 'http', true],
    ['http://cams.example:5020', 'https', false],
    ['https://wall.example', 'http', true],
    ['http://wall.example', 'http', false],
    ['http://cams.example', 'http', false],
    ['http://cams.example:5021', 'http', false],
    ['http://evil-cams.example:5020', 'http', false],
    ['http://cams.example:5020.evil', 'http', false],
    ['null', 'http', false],
    ['', 'http', false],
    ['file://', 'http', false],
    ['http://', 'http', false]
  ])('%s over %s: %s', (origin, protocol, isFine) => {
    expect(mayOpenSocket(from({ origin }, protocol), rules)).toBe(isFine)
    expect(mayChange(from({ origin }, protocol), rules, true)).toBe(isFine)
  })

  test('a scheme’s own port is as good as none', () => {
    const request = { headers: { origin: 'https://cams.example' }, protocol: 'https', host: 'cams.example:443' }
    expect(mayOpenSocket(request, rules)).toBe(true)
    expect(mayOpenSocket({ ...request, host: 'cams.example:80' }, rules)).toBe(false)
    expect(mayOpenSocket({ ...request, host: 'user@cams.example' }, rules)).toBe(false)
  })

  test('programs say nothing; a browser that changes something by its session has to', () => {
    expect(mayOpenSocket(from({}), rules)).toBe(true)
    expect([mayChange(from({}), rules, false), mayChange(from({}), rules, true)]).toEqual([true, false])
    for (const [site, isFine] of [
      ['same-origin', true],
      ['none', true],
      ['same-site', false],
      ['cross-site', false]
    ] as const) {
      expect([site, mayChange(from({ 'sec-fetch-site': site }), rules, true)]).toEqual([site, isFine])
    }
  })

  test('a star is for WebSockets, and not for what changes something', () => {
    const any = { origins: new Set<string>(), isAny: true }
    const request = from({ origin: 'https://evil.example' })
    expect([mayOpenSocket(request, any), mayChange(request, any, false)]).toEqual([true, false])
  })
})

describe('signed texts', () => {
  const secret = Buffer.alloc(32, 1)
  const key = keyFor('session', secret, tokenDigest('t'))
  const text = signText({ n: 'wall', e: 1 }, key)

  test('come back as they were given out', () => {
    expect(readSigned(text)).toEqual({ n: 'wall', e: 1 })
    expect(isSignedWith(text, key)).toBe(true)
  })

  test('of another kind, token or secret are not taken', () => {
    expect(isSignedWith(text, keyFor('ticket', secret, tokenDigest('t')))).toBe(false)
    expect(isSignedWith(text, keyFor('session', secret, tokenDigest('u')))).toBe(false)
    expect(isSignedWith(text, keyFor('session', Buffer.alloc(32, 2), tokenDigest('t')))).toBe(false)
    // Who knows the hash of the settings alone cannot sign.
    expect(isSignedWith(signText({ n: 'wall' }, tokenDigest('t')), key)).toBe(false)
  })

  test('are told from any text with one character changed', () => {
    for (let i = 0; i < text.length; i++) {
      const other = text[i] === 'A' ? 'B' : 'A'
      const changed = text.slice(0, i) + other + text.slice(i + 1)
      // The last character of base64url carries two bits that say nothing.
      const isSame = Buffer.from(changed.split('.')[1] ?? '', 'base64url').equals(
        Buffer.from(text.split('.')[1] ?? '', 'base64url')
      )
      expect([i, isSignedWith(changed, key)]).toEqual([i, isSame && changed.split('.')[0] === text.split('.')[0]])
    }
  })

  test.each([
    '',
    '.',
    'a',
    'a.b',
    '💥.💥',
    `${'a'.repeat(3000)}.${'b'.repeat(43)}`,
    `bnVsbA.${'b'.repeat(43)}`,
    `W10.${'b'.repeat(43)}`
  ])('are told from %j', other => {
    expect([readSigned(other), isSignedWith(other, key)]).toEqual([null, false])
  })
})

describe('KeptSecrets', () => {
  test('ask their keeper once, and after a misfit at most once in 5 s', async () => {
    let nowMs = 0
    let asked = 0
    const secrets = new KeptSecrets(
      async candidate => {
        asked++
        return candidate
      },
      () => nowMs
    )
    const [one, two] = await Promise.all([secrets.current(), secrets.current()])
    expect([one.length, one.equals(two), asked]).toEqual([32, true, 1])
    for (let i = 0; i < 1000; i++) await secrets.refreshed()
    expect(asked).toBe(1)
    nowMs = 5000
    await secrets.refreshed()
    expect(asked).toBe(2)
  })

  test('go on with what they know when the keeper has lost it, and take another one beside it', async () => {
    let nowMs = 0
    let kept: Buffer | null = null
    const secrets = new KeptSecrets(
      async candidate => (kept ??= candidate),
      () => nowMs
    )
    const first = await secrets.current()
    kept = null
    nowMs += 5000
    expect((await secrets.refreshed())[0]).toEqual(first)
    kept = Buffer.alloc(32, 9)
    nowMs += 5000
    expect(await secrets.refreshed()).toEqual([Buffer.alloc(32, 9), first])
    expect(await secrets.current()).toEqual(Buffer.alloc(32, 9))
  })

  test('say so when there is none, and do without the keeper once there is', async () => {
    let nowMs = 0
    let isAway = true
    const secrets = new KeptSecrets(
      async candidate => {
        if (isAway) throw new Error('Away')
        return candidate
      },
      () => nowMs
    )
    await expect(secrets.current()).rejects.toThrow('Away')
    await expect(secrets.refreshed()).rejects.toThrow('Away')
    isAway = false
    const secret = await secrets.current()
    isAway = true
    nowMs = 5000
    expect(await secrets.refreshed()).toEqual([secret])
  })
})

test('keepSecretFile gives all that begin at once the same, and nobody else may read it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'camera-check-secret-'))
  const path = join(folder, 'new', 'secret')
  const all = await Promise.all([1, 2, 3].map(byte => keepSecretFile(path, Buffer.alloc(32, byte)).catch(() => null)))
  const kept = await keepSecretFile(path, Buffer.alloc(32, 9))
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  expect((await readFile(path, 'utf8')).trim()).toBe(kept.toString('hex'))
  for (const one of all) expect(one === null || one.equals(kept)).toBe(true)
  await writeFile(path, 'nonsense')
  await expect(keepSecretFile(path, kept)).rejects.toThrow('holds no secret')
  await rm(folder, { recursive: true })
})

describe('MemoryUsedTickets', () => {
  test('know each once, until it is forgotten', async () => {
    let nowMs = 0
    const used = new MemoryUsedTickets(() => nowMs)
    expect([await used.use('a', 100), await used.use('a', 100), await used.use('b', 100)]).toEqual([true, false, true])
    nowMs = 101
    expect(await used.use('a', 100)).toBe(true)
  })

  test('let none in while too many are remembered', async () => {
    let nowMs = 0
    const used = new MemoryUsedTickets(() => nowMs, 1000)
    for (let i = 0; i < 1000; i++) await used.use(`t${i}`, 1000)
    expect(await used.use('one more', 1000)).toBe(false)
    nowMs = 1001
    expect(await used.use('one more', 1000)).toBe(true)
  })
})

describe('CallLimits', () => {
  const limits = () => new CallLimits({ tokenPerSecond: 10, addressPerSecond: 100, failuresPerMinute: 3 })

  test('hold a token and an address to their rates, with a burst of 2 s', () => {
    const some = limits()
    const taken = (call: () => { ok: boolean }) => Array.from({ length: 300 }, () => call().ok).filter(Boolean).length
    expect([taken(() => some.ofToken('a', 0)), taken(() => some.ofAddress('1.2.3.4', 0))]).toEqual([20, 200])
    expect(some.ofToken('b', 0).ok).toBe(true)
  })

  test('0 is no limit', () => {
    const none = new CallLimits({ tokenPerSecond: 0, addressPerSecond: 0, failuresPerMinute: 1 })
    for (let i = 0; i < 100_000; i++)
      if (!none.ofToken('a', 0).ok || !none.ofAddress('a', 0).ok) throw new Error('Limited')
  })

  test('lock an address from which wrong tokens come, but for what has opened from there before', () => {
    const some = limits()
    expect(some.ofAttempt('a', 'old', 0).ok).toBe(true)
    expect([1, 2, 3, 4].map(() => some.ofAttempt('a', null, 0).ok)).toEqual([true, true, true, false])
    // Guessed right, and not told so.
    expect(some.ofAttempt('a', 'guessed', 0)).toEqual({ ok: false, waitMs: 20_000 })
    expect([some.ofAttempt('a', 'old', 0).ok, some.ofAttempt('b', 'guessed', 0).ok]).toEqual([true, true])
    expect(some.ofAttempt('a', 'guessed', 20_000).ok).toBe(true)
  })
})
