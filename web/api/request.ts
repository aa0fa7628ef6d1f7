import type { ErrorAnswer } from '../../src/http/schemas/answers.ts'
import type { Language } from '../i18n/language.ts'
import { below } from '../routing/base-path.ts'
import { endSession } from '../state/session.ts'

const DEADLINE_MS = 15_000
export const SESSION_PATH = '/pushhub/session'

/** A request that the service refused, or that never reached it. `code` is one of docs/errors.md, or `offline`. */
export class RequestError extends Error {
  override readonly name = 'RequestError'
  readonly code: string
  readonly status: number
  readonly messageZh: string

  constructor(code: string, status: number, message: string, messageZh: string) {
    super(message)
    this.code = code
    this.status = status
    this.messageZh = messageZh
  }

  textIn(language: Language): string {
    return language === 'zh' ? this.messageZh : this.message
  }
}

export interface RequestOptions {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly body?: unknown
  readonly signal?: AbortSignal
}

/** Asks the service and reads its JSON. @throws RequestError */
export async function request<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const response = await send(path, options)
  return (await response.json()) as T
}

/** Asks the service; a refusal is thrown. @throws RequestError */
export async function send(path: string, { method = 'GET', body, signal }: RequestOptions = {}): Promise<Response> {
  const deadline = AbortSignal.timeout(DEADLINE_MS)
  const response = await fetch(below(path), {
    method,
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: signal === undefined ? deadline : AbortSignal.any([signal, deadline])
  }).catch((cause: unknown) => {
    if (signal?.aborted) throw cause
    throw new RequestError('offline', 0, 'The service does not answer', '服务没有响应')
  })
  if (response.ok || response.status === 304) return response
  // Of a sign-in it is the answer, and nobody's end.
  if (response.status === 401 && !(method === 'POST' && path === SESSION_PATH)) endSession()
  throw await refusalOf(response)
}

async function refusalOf(response: Response): Promise<RequestError> {
  const answer = (await response.json().catch(() => null)) as Partial<ErrorAnswer> | null
  const fallback = `${response.status} ${response.statusText}`
  const error = answer?.error ?? fallback
  return new RequestError(answer?.code ?? 'http/internal', response.status, error, answer?.error_zh ?? error)
}

/** A path with a query; values that are null, undefined or empty are left out. */
export function withQuery(path: string, values: Readonly<Record<string, string | number | null | undefined>>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) {
    if (value !== null && value !== undefined && value !== '') query.set(name, String(value))
  }
  const text = query.toString()
  return text === '' ? path : `${path}?${text}`
}
