import fc from 'fast-check'
import { expect, it } from 'vitest'
import { redact } from '../../src/push/redact.ts'

it.each([
  ['rtsp://admin:1234@10.0.0.7/main', 'rtsp://***@10.0.0.7/main'],
  ['rtsp://admin:p@ss:w/rd@10.0.0.7:554/main', 'rtsp://***@10.0.0.7:554/main'],
  ["Could not open 'rtsp://a:b@c/d': 401, rtsp://e:f@g", "Could not open 'rtsp://***@c/d': 401, rtsp://***@g"],
  ['http://c/snap.jpg?user=admin&password=geheim&x=1', 'http://c/snap.jpg?user=admin&password=***&x=1'],
  ['rtsp://10.0.0.7/user=admin_password=tlJwpbo6_channel=1', 'rtsp://10.0.0.7/user=admin_password=***_channel=1'],
  ['http://c/?token=abc;pwd=def', 'http://c/?token=***;pwd=***'],
  ['no address at all', 'no address at all']
])('redact hides what is secret in %s', (text, shown) => {
  expect(redact(text)).toBe(shown)
})

it('redact hides known secrets wherever they stand, also percent-encoded, and leaves very short ones', () => {
  expect(redact('sign in with ge heim, ge%20heim', ['ge heim'])).toBe('sign in with ***, ***')
  expect(redact('a line', ['a'])).toBe('a line')
})

it('redact lets no password of an address through', () => {
  const password = fc.string({ minLength: 6, unit: fc.constantFrom(...'abcXYZ019!$&*()+,;=:@-._~%') })
  fc.assert(
    fc.property(password, secret => {
      expect(redact(`Cannot open rtsp://admin:${secret}@10.0.0.7/main: no`)).not.toContain(secret)
      expect(redact(`Said ${encodeURIComponent(secret)}`, [secret])).not.toContain(encodeURIComponent(secret))
    })
  )
})
