import { createHmac } from 'node:crypto'

/**
 * Signs the body of a webhook together with the time at which it is sent; `src/client/verify-webhook.ts` checks it.
 *
 * @param timestamp s since 1970, as text.
 * @returns `sha256=` and 64 hexadecimal digits: HMAC-SHA-256 of `<timestamp>.<body>`.
 */
export function signWebhook(secret: string, timestamp: string, body: string | Uint8Array): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex')}`
}
