import { AppError, type ErrorCode } from '../errors.ts'
import { type Bilingual, ERRORS_ZH, REQUEST_PROBLEMS } from './messages.ts'
import type { ErrorAnswer } from './schemas/answers.ts'

const STATUS: Readonly<Partial<Record<ErrorCode, number>>> = {
  'subscription/invalid': 400,
  'subscription/store-failed': 503,
  'frame/too-large': 413,
  'frame/too-many-pixels': 400,
  'frame/empty': 400,
  'frame/not-jpeg': 400,
  'frame/unsupported': 400,
  'frame/not-subscribed': 404,
  'frame/meta-too-large': 400,
  'frame/source-failed': 503,
  'snapshot/read-failed': 503,
  'snapshot/not-found': 404,
  'store/unreachable': 503,
  'store/not-replicated': 503,
  'store/denied': 503,
  'store/full': 503,
  'incident/store-failed': 503,
  'incident/not-found': 404,
  'alarm/target-invalid': 400,
  'alarm/target-not-found': 404,
  'alarm/target-fixed': 409,
  'alarm/too-many-targets': 409,
  'alarm/link-invalid': 403,
  'camera/not-found': 404,
  'camera/no-frame': 404,
  'camera/not-healthy': 409,
  'self-test/failed': 500,
  'self-test/busy': 429,
  'back-test/off': 409,
  'back-test/busy': 429,
  'remedy/not-false-alarm': 409,
  'remedy/not-found': 404,
  'remedy/refused': 409,
  'remedy/outdated': 409,
  'camera/settings-invalid': 400,
  'fleet/owner-unreachable': 503,
  'fleet/store-failed': 503,
  'fleet/not-owner': 421,
  'shard/not-running': 409,
  'http/unauthorized': 401,
  'http/forbidden': 403,
  'http/foreign-origin': 403,
  'http/too-many-requests': 429,
  'access/store-failed': 503,
  'http/not-found': 404,
  'http/bad-request': 400,
  'http/method-not-allowed': 405,
  'http/unsupported-type': 415,
  'http/too-large': 413,
  'http/headers-too-large': 431,
  'http/uri-too-long': 414,
  'http/timeout': 408,
  'http/too-many-connections': 503,
  'http/upgrade-required': 426
}

/** Makes an error of the HTTP layer from a text in both languages. */
export function requestError(code: ErrorCode, text: Bilingual, cause?: unknown): AppError {
  return new AppError(code, text.en, { messageZh: text.zh, ...(cause === undefined ? {} : { cause }) })
}

/**
 * The one shape in which anything that was thrown is answered. What no code names is told as internal: its text may
 * hold what is nobody's business.
 */
export function errorAnswer(thrown: unknown): { readonly status: number; readonly answer: ErrorAnswer } {
  const error = thrown instanceof AppError ? thrown : requestError('http/internal', REQUEST_PROBLEMS.internal)
  const { code, message, messageZh } = error
  return {
    status: STATUS[code] ?? 500,
    answer: { ok: false, code, error: message, error_zh: messageZh ?? ERRORS_ZH[code] ?? REQUEST_PROBLEMS.internal.zh }
  }
}
