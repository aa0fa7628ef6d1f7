import { createHmac, timingSafeEqual } from 'node:crypto'

const FORM = /^sha256=[0-9a-f]{64}$/

/** What was received, as the headers and the body say. */
export interface SignedCall {
  /** `X-Camera-Check-Signature` */
  readonly signature: string
  /** `X-Camera-Check-Timestamp`, s since 1970 */
  readonly timestamp: string
  /** The very bytes or text of the body, before anything parses it. */
  readonly body: string | Uint8Array
}

/**
 * Signs the body of a webhook together with the time at which it is sent.
 *
 * @param timestamp s since 1970, as text.
 * @returns `sha256=` and 64 hexadecimal digits: HMAC-SHA-256 of `<timestamp>.<body>`.
 */
export function signWebhook(secret: string, timestamp: string, body: string | Uint8Array): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex')}`
}

/**
 * Whether a webhook was signed with this secret, a short time ago.
 *
 * @param nowMs Epoch ms. @param toleranceS Oldest (and newest) that is taken, s.
 * @example verifyWebhook(secret, { signature, timestamp, body }, Date.now())
 */
export function verifyWebhook(secret: string, call: SignedCall, nowMs: number, toleranceS = 300): boolean {
  const { signature, timestamp, body } = call
  if (!FORM.test(signature) || !/^\d{1,12}$/.test(timestamp)) return false
  if (Math.abs(nowMs / 1000 - Number(timestamp)) > toleranceS) return false
  return timingSafeEqual(Buffer.from(signature), Buffer.from(signWebhook(secret, timestamp, body)))
}
