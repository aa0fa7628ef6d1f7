import type { CallOptions, OperationRow, QueryValue } from './call-types.ts'
import { CameraCheckError } from './camera-check-error.ts'

/** What a call is made with. */
export interface CallParts {
  /** Where the service is, without a slash at its end. */
  readonly url: string
  /** Token for the next call; null without one. */
  readonly token: () => Promise<string | null>
  readonly fetch: typeof fetch
  readonly timeoutMs: number
}

/** Parts of a call; which of them there are, the table of calls and its types say. */
export interface CallInput extends CallOptions {
  readonly path?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, QueryValue | undefined>>
  readonly headers?: Readonly<Record<string, string | undefined>>
  readonly body?: unknown
}

/**
 * Makes one call.
 *
 * @returns What the row says: parsed JSON, text, bytes or a stream of bytes.
 * @throws CameraCheckError with the service's code, or one that begins with `client/`
 * @throws The reason of `input.signal` once that is aborted
 */
export async function callService(parts: CallParts, row: OperationRow, input: CallInput = {}): Promise<unknown> {
  const { signal, timeoutMs = parts.timeoutMs } = input
  signal?.throwIfAborted()
  const deadline = new AbortController()
  const timer = setTimeout(() => deadline.abort(), timeoutMs)
  const signals = signal === undefined ? [deadline.signal] : [deadline.signal, signal]
  try {
    const response = await send(parts, row, input, AbortSignal.any(signals))
    if (response.status >= 400 && row.accepts?.includes(response.status) !== true) throw await toError(response)
    // A video goes on for longer than any answer takes.
    return await read(response, row)
  } catch (cause) {
    signal?.throwIfAborted()
    if (cause instanceof CameraCheckError) throw cause
    if (deadline.signal.aborted) {
      const message = `No answer to ${row.method} ${row.path} within ${timeoutMs} ms`
      throw new CameraCheckError('client/timeout', message, { cause })
    }
    throw new CameraCheckError('client/network', `Cannot reach ${parts.url}: ${reasonOf(cause)}`, { cause })
  } finally {
    clearTimeout(timer)
  }
}

/** The address of a call. */
export function addressOf(url: string, row: OperationRow, { path = {}, query }: CallInput): string {
  const filled = row.path.replace(/\{(\*?)(\w+)\}/g, (_match, rest: string, name: string) => {
    const value = path[name]
    if (typeof value !== 'string' || value === '') {
      throw new CameraCheckError('client/invalid', `Cannot call ${row.path}: expected path.${name} to be a text`)
    }
    return rest === '' ? encodeURIComponent(value) : value.split('/').map(encodeURIComponent).join('/')
  })
  const search = new URLSearchParams(row.query)
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined) search.set(name, Array.isArray(value) ? value.join(',') : String(value))
  }
  return `${url}${filled}${search.size === 0 ? '' : `?${search}`}`
}

async function send(parts: CallParts, row: OperationRow, input: CallInput, signal: AbortSignal): Promise<Response> {
  const address = addressOf(parts.url, row, input)
  const headers = new Headers()
  for (const [name, value] of Object.entries(input.headers ?? {})) if (value !== undefined) headers.set(name, value)
  const token = await parts.token()
  if (token !== null) headers.set('authorization', `Bearer ${token}`)
  if (row.body !== undefined) headers.set('content-type', row.body === 'json' ? 'application/json' : 'image/jpeg')
  const body = row.body === 'json' ? JSON.stringify(input.body ?? {}) : (input.body as RequestInit['body'] | undefined)
  // Called without an object before it: a browser's own refuses any other `this`.
  const request = parts.fetch
  return request(address, {
    method: row.method,
    headers,
    signal,
    ...(body === undefined || body === null ? {} : { body })
  })
}

async function read(response: Response, row: OperationRow): Promise<unknown> {
  switch (row.answer) {
    case 'json':
      return readJson(response)
    case 'text':
      return response.text()
    case 'bytes':
      return new Uint8Array(await response.arrayBuffer())
    case 'stream':
      return response.body
  }
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text()
  try {
    return JSON.parse(text) as unknown
  } catch (cause) {
    const { status } = response
    const message = `Cannot read the answer: expected JSON, received ${JSON.stringify(text.slice(0, 80))}`
    throw new CameraCheckError('client/bad-answer', message, { cause, status })
  }
}

async function toError(response: Response): Promise<CameraCheckError> {
  const { status, headers } = response
  const seconds = Number(headers.get('retry-after') ?? Number.NaN)
  const retryAfterMs = Number.isFinite(seconds) ? seconds * 1000 : null
  const told = (await readJson(response).catch(() => null)) as Readonly<Record<string, unknown>> | null
  if (typeof told?.code !== 'string' || typeof told.error !== 'string') {
    // A proxy in front of the service, most likely.
    return new CameraCheckError('client/bad-answer', `The answer is ${status}, without a reason`, {
      status,
      retryAfterMs
    })
  }
  const messageZh = typeof told.error_zh === 'string' ? told.error_zh : null
  return new CameraCheckError(told.code, told.error, { status, messageZh, retryAfterMs })
}

/** fetch says `fetch failed` and hides why. */
function reasonOf(cause: unknown): string {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause
  return inner instanceof Error ? inner.message || inner.name : String(inner)
}
