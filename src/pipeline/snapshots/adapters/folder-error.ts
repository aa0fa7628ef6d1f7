import { AppError } from '../../../errors.ts'
import { DeadlineError } from '../../../lib/deadline.ts'

export type FolderFailure = 'snapshot/write-failed' | 'snapshot/read-failed' | 'snapshot/delete-failed'

const NO_ROOM = new Set(['ENOSPC', 'EDQUOT'])
/** A disk that comes and goes or may not be written to, a process that has too many files open: no snapshot's own fault. */
const PASSING = new Set([
  'EIO',
  'EAGAIN',
  'EBUSY',
  'EMFILE',
  'ENFILE',
  'ESTALE',
  'ETIMEDOUT',
  'EROFS',
  'EACCES',
  'EPERM'
])

/** Turns what a file operation threw into the service's error. `code` is for what another try will not mend. */
export function folderError(thrown: unknown, code: FolderFailure, message: string): AppError {
  const systemCode = codeOf(thrown)
  if (thrown instanceof DeadlineError || PASSING.has(systemCode)) {
    return new AppError('store/unreachable', message, { cause: thrown })
  }
  if (NO_ROOM.has(systemCode)) return new AppError('store/full', message, { cause: thrown })
  if (code === 'snapshot/read-failed' && isGone(thrown)) {
    return new AppError('snapshot/not-found', message, { cause: thrown })
  }
  return new AppError(code, message, { cause: thrown })
}

/** True when a file or folder on the way does not exist. */
export function isGone(thrown: unknown): boolean {
  return codeOf(thrown) === 'ENOENT'
}

function codeOf(thrown: unknown): string {
  const code = (thrown as { code?: unknown } | null)?.code
  return typeof code === 'string' ? code : ''
}
