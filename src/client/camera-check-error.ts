/** Codes of failures that the service has not told; its own are in docs/errors.md. */
export type ClientErrorCode =
  /** The service cannot be reached. */
  | 'client/network'
  /** It did not answer in time. */
  | 'client/timeout'
  /** It, or something in front of it, answered what this client cannot read. */
  | 'client/bad-answer'
  /** There is no WebSocket here: give one to the client, or install the package ws. */
  | 'client/no-websocket'
  /** What was given to the client is wrong. */
  | 'client/invalid'

export interface CameraCheckErrorOptions {
  readonly cause?: unknown
  /** HTTP status; null when there was no answer. */
  readonly status?: number | null
  readonly messageZh?: string | null
  /** Of `Retry-After`, ms. */
  readonly retryAfterMs?: number | null
}

/**
 * The one error of this client. Compare `code`, never the text.
 *
 * @example
 * try { await client.rest.getCamera({ path: { stream: 'gate-1' } }) }
 * catch (error) { if (error instanceof CameraCheckError && error.code === 'camera/not-found') ... }
 */
export class CameraCheckError extends Error {
  override readonly name = 'CameraCheckError'
  readonly code: string
  /** HTTP status; null when there was no answer. */
  readonly status: number | null
  /** The message in Chinese, where the service told one. */
  readonly messageZh: string | null
  /** When to try again, ms from the answer; null when the service did not say. */
  readonly retryAfterMs: number | null

  constructor(code: ClientErrorCode | (string & {}), message: string, options: CameraCheckErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.status = options.status ?? null
    this.messageZh = options.messageZh ?? null
    this.retryAfterMs = options.retryAfterMs ?? null
  }

  /** Whether the same attempt may succeed later: nobody answered, too many calls, or the service is in trouble. */
  get isTemporary(): boolean {
    if (this.status === null) return this.code === 'client/network' || this.code === 'client/timeout'
    return this.status === 429 || this.status === 408 || this.status >= 500
  }
}
