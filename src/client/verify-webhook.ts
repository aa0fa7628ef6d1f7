/** A webhook as it came. */
export interface ReceivedWebhook {
  /** Of the target, as it was set at the service. */
  readonly secret: string
  /** `X-Camera-Check-Signature`; left out or null: it had none. */
  readonly signature: string | null | undefined
  /** `X-Camera-Check-Timestamp`, s since 1970. */
  readonly timestamp: string | null | undefined
  /** The very bytes or text of the body, before anything parses it. */
  readonly body: string | Uint8Array
}

export interface VerifyOptions {
  /** The receiver's time, epoch ms; now when left out. */
  readonly nowMs?: number
  /** Oldest (and newest) that is taken, s; 300 when left out. */
  readonly toleranceS?: number
}

const SIGNATURE = /^sha256=([0-9a-f]{64})$/
const TIMESTAMP = /^\d{1,12}$/

/**
 * Whether a webhook was signed with this secret, a short time ago. Works where there is WebCrypto: Node, browsers, workers.
 *
 * @example
 * const isGenuine = await verifyWebhook({
 *   secret,
 *   signature: request.headers['x-camera-check-signature'],
 *   timestamp: request.headers['x-camera-check-timestamp'],
 *   body
 * })
 */
export async function verifyWebhook(webhook: ReceivedWebhook, options: VerifyOptions = {}): Promise<boolean> {
  const { secret, signature, timestamp, body } = webhook
  const { nowMs = Date.now(), toleranceS = 300 } = options
  const [, digits] = SIGNATURE.exec(signature ?? '') ?? []
  if (digits === undefined || timestamp == null || !TIMESTAMP.test(timestamp)) return false
  if (Math.abs(nowMs / 1000 - Number(timestamp)) > toleranceS) return false
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const { subtle } = globalThis.crypto
  const key = await subtle.importKey('raw', bytesOf(secret), algorithm, false, ['verify'])
  // It compares in a time that does not tell how much was right.
  return subtle.verify(algorithm, key, bytesOfHex(digits), joined(bytesOf(`${timestamp}.`), bytesOf(body)))
}

function bytesOf(text: string | Uint8Array): Uint8Array<ArrayBuffer> {
  return typeof text === 'string' ? new TextEncoder().encode(text) : new Uint8Array(text)
}

function bytesOfHex(digits: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(digits.match(/../g) ?? [], pair => Number.parseInt(pair, 16))
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(first.length + second.length)
  all.set(first)
  all.set(second, first.length)
  return all
}
