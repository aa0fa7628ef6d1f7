import { Agent, request } from 'undici'
import { errorText } from '../errors.ts'
import { frameMeta } from './frame-meta.ts'
import type { Delivery, FrameSink, OutgoingFrame } from './frame-sink.ts'
import { redact } from './redact.ts'

const CONNECT_MS = 5000
const ANSWER_MS = 10_000
/** Connections to the service, kept open; each carries one frame at a time. */
const MOST_CONNECTIONS = 32
const MOST_REASON_CHARS = 200
/** What is wrong with the frame, and not with the moment or with who sends it. */
const REFUSED = new Set([400, 404, 413, 415])

export interface HttpSinkOptions {
  /** Of the service, with its base path. */
  readonly url: string
  readonly token: string | null
  /** Authorities in PEM form; null for those that Node knows. */
  readonly ca: string | null
  readonly clock: () => number
}

/** Posts frames to the service. */
export class HttpSink implements FrameSink {
  readonly #options: HttpSinkOptions
  readonly #base: string
  readonly #agent: Agent

  constructor(options: HttpSinkOptions) {
    const { ca } = options
    this.#options = options
    this.#base = `${options.url.replace(/\/+$/, '')}/pushhub/frames/`
    this.#agent = new Agent({
      connections: MOST_CONNECTIONS,
      connect: { timeout: CONNECT_MS, ...(ca === null ? {} : { ca }) },
      headersTimeout: ANSWER_MS,
      bodyTimeout: ANSWER_MS
    })
  }

  async send(frame: OutgoingFrame): Promise<Delivery> {
    const { token, clock } = this.#options
    try {
      const { statusCode, headers, body } = await request(this.#base + encodeURIComponent(frame.stream), {
        method: 'POST',
        dispatcher: this.#agent,
        signal: AbortSignal.timeout(CONNECT_MS + ANSWER_MS),
        headers: {
          'content-type': 'image/jpeg',
          'x-frame-meta': frameMeta(frame, clock()),
          ...(token === null ? {} : { authorization: `Bearer ${token}` })
        },
        body: frame.jpeg
      })
      const text = await body.text()
      if (statusCode === 202) return { ok: true }
      const reason = `The service answers ${statusCode}: ${saidIn(text)}`
      if (REFUSED.has(statusCode)) return { ok: false, next: 'refused', reason }
      const pauseS = Number(headers['retry-after'])
      return { ok: false, next: 'again', reason, ...(pauseS > 0 ? { pauseMs: pauseS * 1000 } : {}) }
    } catch (thrown) {
      return { ok: false, next: 'again', reason: `The service cannot be reached: ${redact(errorText(thrown))}` }
    }
  }

  async close(): Promise<void> {
    await this.#agent.destroy()
  }
}

function saidIn(text: string): string {
  try {
    const { error } = JSON.parse(text) as { error?: unknown }
    if (typeof error === 'string') return error.slice(0, MOST_REASON_CHARS)
  } catch {
    // Something in between has answered, and not the service.
  }
  return text.slice(0, MOST_REASON_CHARS).replace(/\s+/g, ' ')
}
