import { describe, expect, it } from 'vitest'
import { verifyWebhook } from '../../src/client/verify-webhook.ts'
import { signWebhook } from '../../src/lib/sign-webhook.ts'

const NOW = { nowMs: 1_767_600_000_000 }
const TIMESTAMP = '1767600000'

describe('verifyWebhook', () => {
  it.each([
    ['text', '{"text":"相机被遮挡"}'],
    ['bytes', Buffer.from([0, 255, 10, 13])],
    ['a part of a larger buffer', Buffer.from('xx{}yy').subarray(2, 4)],
    ['nothing', '']
  ])('takes what the service has signed: %s', async (_, body) => {
    const signature = signWebhook('secret ü', TIMESTAMP, body)
    expect(await verifyWebhook({ secret: 'secret ü', signature, timestamp: TIMESTAMP, body }, NOW)).toBe(true)
  })

  const body = '{}'
  const signature = signWebhook('secret', TIMESTAMP, body)
  const genuine = { secret: 'secret', signature, timestamp: TIMESTAMP, body }

  it.each([
    ['another secret', { ...genuine, secret: 'secret2' }],
    ['another body', { ...genuine, body: '{ }' }],
    ['another time', { ...genuine, timestamp: '1767600001' }],
    ['no signature', { ...genuine, signature: undefined }],
    ['no time', { ...genuine, timestamp: null }],
    ['a signature of another kind', { ...genuine, signature: signature.replace('sha256=', 'sha1=') }],
    ['a signature that is cut off', { ...genuine, signature: signature.slice(0, -1) }],
    ['a signature in capitals', { ...genuine, signature: signature.toUpperCase() }],
    ['two signatures', { ...genuine, signature: `${signature}, ${signature}` }],
    ['a time that is no number', { ...genuine, timestamp: '1767600000.0' }]
  ])('refuses %s', async (_, webhook) => {
    expect(await verifyWebhook(webhook, NOW)).toBe(false)
  })

  it.each([
    ['300 s old', 300_000, 300, true],
    ['older', 301_000, 300, false],
    ['from the future', -301_000, 300, false],
    ['older than is asked for', 11_000, 10, false]
  ])('of what is %s', async (_, ageMs, toleranceS, isTaken) => {
    expect(await verifyWebhook(genuine, { nowMs: NOW.nowMs + ageMs, toleranceS })).toBe(isTaken)
  })
})
