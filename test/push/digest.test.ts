import { describe, expect, it } from 'vitest'
import { chooseChallenge, type DigestChallenge, digestAuthorization } from '../../src/push/digest.ts'

// RFC 7616, section 3.9.1.
const RFC_7616 = [
  'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=SHA-256, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"',
  'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=MD5, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"'
]
const MUFASA = {
  method: 'GET',
  uri: '/dir/index.html',
  username: 'Mufasa',
  password: 'Circle of Life',
  count: 1,
  cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ'
}

function challengeOf(...headers: string[]): DigestChallenge {
  const found = chooseChallenge(headers)
  if (found === null || found === 'basic') throw new Error(`No digest in ${headers}`)
  return found
}

describe('digest', () => {
  it('answers the examples of RFC 7616', () => {
    const [sha = '', md5 = ''] = RFC_7616
    expect(digestAuthorization(challengeOf(sha), MUFASA)).toContain(
      'response="753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"'
    )
    const answer = digestAuthorization(challengeOf(md5), MUFASA)
    expect(answer).toContain('response="8ca523f5e9506fed4657c9700eebdbec"')
    expect(answer).toContain('opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"')
    expect(answer).toContain('qop=auth, nc=00000001')
  })

  it('answers the example of RFC 2617, and a server that knows no qop (RFC 2069, corrected)', () => {
    const challenge = challengeOf(
      'Digest realm="testrealm@host.com", qop="auth,auth-int", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"'
    )
    const request = { ...MUFASA, password: 'Circle Of Life', cnonce: '0a4f113b' }
    expect(digestAuthorization(challenge, request)).toContain('response="6629fae49393a05397450978507c4ef1"')
    const old = challengeOf('Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"')
    const answer = digestAuthorization(old, { ...MUFASA, password: 'CircleOfLife' })
    expect(answer).toContain('response="1949323746fe6a43ef61f9606e7febea"')
    expect(answer).not.toMatch(/qop|nc=|cnonce/)
  })

  it('chooses the strongest that it knows, digest before basic, also of one header', () => {
    expect(challengeOf(...RFC_7616).algorithm).toBe('SHA-256')
    expect(challengeOf([...RFC_7616].reverse().join(', ')).algorithm).toBe('SHA-256')
    expect(
      challengeOf('Basic realm="a, Digest b", Digest realm="c", nonce="d", algorithm=md5-sess, stale=TRUE')
    ).toEqual({
      realm: 'c',
      nonce: 'd',
      opaque: null,
      algorithm: 'MD5-sess',
      qop: null,
      stale: true
    })
    expect(chooseChallenge(['Digest realm="a", nonce="b", algorithm=SHA-512-256', 'Basic realm="x"'])).toBe('basic')
  })

  it('has no answer to what it does not know', () => {
    expect(chooseChallenge(['Digest realm="a", nonce="b", qop="auth-int"'])).toBeNull()
    expect(chooseChallenge(['Digest realm="a"', 'Bearer', ''])).toBeNull()
    expect(chooseChallenge([])).toBeNull()
  })

  it('keeps quotes and backslashes of names in their place', () => {
    const challenge = challengeOf('Digest realm="a \\"b\\" \\\\", nonce="n"')
    expect(challenge.realm).toBe('a "b" \\')
    expect(digestAuthorization(challenge, { ...MUFASA, username: 'o"h' })).toContain(
      'username="o\\"h", realm="a \\"b\\" \\\\"'
    )
  })
})
