import { type IncomingMessage, request as httpRequest, type RequestOptions } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { AppError, errorText } from '../errors.ts'
import type { AddressRules } from './address-rules.ts'

/** One call to a target. */
export interface Call {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array
}

/** What a target answered. */
export interface Answer {
  readonly status: number
  /** Of `Retry-After`: how long not to come back, ms; null when it says nothing. */
  readonly retryAfterMs: number | null
  /** The beginning of what else it said, for the log; empty for a success. */
  readonly text: string
}

/** More of an answer is not read. */
const MOST_ANSWER_BYTES = 2048
const MOST_RETRY_AFTER_MS = 3_600_000

/**
 * Posts to a target: to an address that the rules allow, within a time, over TLS that is verified. Redirects are answers
 * like any other, since they may lead anywhere; of a body no more than its beginning is read.
 *
 * @param timeoutMs For everything together.
 * @throws AppError `alarm/unreachable`, `alarm/address-refused`
 */
export async function post(call: Call, rules: AddressRules, timeoutMs: number, nowMs: number): Promise<Answer> {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(new Error(`No answer within ${timeoutMs} ms`)), timeoutMs)
  try {
    const url = new URL(call.url)
    const address = await within(rules.resolve(url.hostname), controller.signal)
    const response = await send(url, call, address, controller.signal)
    const status = response.statusCode ?? 0
    const text = status >= 200 && status < 300 ? '' : await beginningOf(response, controller.signal)
    response.destroy()
    return { status, retryAfterMs: retryAfter(response.headers['retry-after'], nowMs), text }
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    const why = controller.signal.aborted ? errorText(controller.signal.reason) : errorText(cause)
    throw new AppError('alarm/unreachable', `Cannot send: ${why}`, { cause })
  } finally {
    clearTimeout(timer)
    controller.abort()
  }
}

function send(
  url: URL,
  { headers, body }: Call,
  { address, family }: { readonly address: string; readonly family: 4 | 6 },
  signal: AbortSignal
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const bytes = typeof body === 'string' ? Buffer.from(body, 'utf8') : body
    const options: RequestOptions = {
      method: 'POST',
      headers: { 'user-agent': 'camera-check', ...headers, 'content-length': bytes.length },
      agent: false,
      signal,
      // The name is looked up already: who answers for it the next time does not matter.
      lookup: (_host, lookup, done) => {
        if (lookup.all === true) done(null, [{ address, family }])
        else done(null, address, family)
      }
    }
    const request = url.protocol === 'https:' ? httpsRequest(url, options) : httpRequest(url, options)
    request.once('response', resolve)
    request.once('error', reject)
    request.end(bytes)
  })
}

async function beginningOf(response: IncomingMessage, signal: AbortSignal): Promise<string> {
  const parts: Buffer[] = []
  let bytes = 0
  try {
    for await (const part of response) {
      parts.push(part as Buffer)
      bytes += (part as Buffer).length
      if (bytes >= MOST_ANSWER_BYTES || signal.aborted) break
    }
  } catch {
    // What was read so far is what there is to tell.
  }
  return Buffer.concat(parts).subarray(0, MOST_ANSWER_BYTES).toString('utf8')
}

function within<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
    promise.then(resolve, reject)
  })
}

/** Seconds, or a date. */
function retryAfter(text: string | undefined, nowMs: number): number | null {
  if (text === undefined) return null
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - nowMs
  return Number.isNaN(ms) ? null : Math.min(MOST_RETRY_AFTER_MS, Math.max(0, ms))
}
