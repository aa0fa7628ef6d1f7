import { S3Error } from 'minio'
import { AppError, errorText } from '../../../errors.ts'
import { S3CallError } from './s3-transport.ts'

export type S3Failure = 'snapshot/write-failed' | 'snapshot/read-failed' | 'snapshot/delete-failed'

/** What an operator can do about the answers that a wrong setting causes, by S3 error code. */
const ADVICE: Readonly<Record<string, string>> = {
  InvalidAccessKeyId: 'check MINIO_ACCESS_KEY',
  SignatureDoesNotMatch: 'check MINIO_SECRET_KEY',
  AccessDenied: 'check MINIO_ACCESS_KEY, MINIO_SECRET_KEY and what they may do in MINIO_BUCKET',
  AuthorizationHeaderMalformed: 'check MINIO_REGION',
  MovedPermanently: 'check MINIO_REGION and MINIO_ENDPOINT',
  PermanentRedirect: 'check MINIO_REGION and MINIO_ENDPOINT',
  InvalidLocationConstraint: 'check MINIO_REGION',
  InvalidBucketName: 'check MINIO_BUCKET',
  BucketAlreadyExists: 'MINIO_BUCKET belongs to somebody else',
  QuotaExceeded: 'make room, or raise the quota',
  UserSuspended: 'the user of MINIO_ACCESS_KEY is suspended',
  RequestTimeTooSkewed: 'the clocks of this machine and of the store differ'
}

/** A store of a fixed size, and a user or bucket with a quota. MinIO, Ceph and AWS each have words of their own. */
const NO_ROOM = new Set(['QuotaExceeded', 'XMinioStorageFull', 'XMinioAdminBucketQuotaExceeded', 'InsufficientStorage'])
const INSUFFICIENT_STORAGE = 507

/** Turns what a call threw into the service's error. `code` is for what the store refused for good. */
export function s3ErrorOf(thrown: unknown, code: S3Failure, what: string): AppError {
  const cause = thrown instanceof S3CallError ? thrown.cause : thrown
  if (cause instanceof AppError) return cause
  const status = thrown instanceof S3CallError ? thrown.status : null
  const s3Code = s3CodeOf(thrown)
  const reason = [s3Code, errorText(thrown), ADVICE[s3Code]].filter(Boolean).join(', ')
  const message = `${what}: ${reason}`
  if (status === 404 && code === 'snapshot/read-failed') {
    return new AppError('snapshot/not-found', message, { cause: thrown })
  }
  return new AppError(passing(status, s3Code) ?? code, message, { cause: thrown })
}

/** What an operator mends, and what is over by itself: another try is worth it then. Null: refused for good. */
function passing(status: number | null, s3Code: string): 'store/unreachable' | 'store/denied' | 'store/full' | null {
  if (status === INSUFFICIENT_STORAGE || NO_ROOM.has(s3Code)) return 'store/full'
  if (status === 401 || status === 403) return 'store/denied'
  return isRefusal(status) ? null : 'store/unreachable'
}

/** The store has read the request and will answer the same next time: 3xx (wrong place) and 4xx, but not "later". */
function isRefusal(status: number | null): boolean {
  return status !== null && status >= 300 && status < 500 && status !== 408 && status !== 429 && status !== 499
}

/** The code in the store's answer, such as `NoSuchBucket`; empty when there was none. */
export function s3CodeOf(thrown: unknown): string {
  const error = thrown instanceof S3CallError ? thrown.cause : thrown
  return error instanceof S3Error ? (error.code ?? '') : ''
}

/** True when the connection broke, as a kept one does that the store has closed meanwhile: another one may work. */
export function isConnectionReset(thrown: unknown): boolean {
  const error = thrown instanceof S3CallError ? thrown.cause : thrown
  const code = (error as { code?: unknown } | null)?.code
  return code === 'ECONNRESET' || code === 'EPIPE'
}
