import { parseUtcTime } from '../lib/parse-utc-time.ts'
import type { AppError } from '../errors.ts'
import { requestError } from './error-answer.ts'
import { type Bilingual, REQUEST_PROBLEMS } from './messages.ts'

/** @returns Epoch ms. @throws AppError `camera/settings-invalid`, naming the field */
export function timeFrom(text: string, field: string): number {
  const ms = parseUtcTime(text)
  if (ms === null) throw invalidSettings({ en: `${field} is no ISO-8601 time`, zh: `${field} 不是 ISO-8601 时间` })
  return ms
}

export function invalidSettings(reason: Bilingual): AppError {
  return requestError('camera/settings-invalid', REQUEST_PROBLEMS.badSettings(reason))
}
