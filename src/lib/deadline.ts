/** Thrown by `withDeadline` when time ran out. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError'
}

/**
 * Waits for a promise, at most so long. The work behind the promise is not stopped: use `onExpiry` for that.
 *
 * @param deadlineMs Longest wait, ms, > 0.
 * @param what What is waited for, for the message.
 * @param onExpiry Called when time ran out, before the rejection.
 * @throws DeadlineError
 */
export async function withDeadline<T>(
  promise: Promise<T>,
  deadlineMs: number,
  what: string,
  onExpiry?: () => void
): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const expiry = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      onExpiry?.()
      reject(new DeadlineError(`${what} took longer than ${deadlineMs} ms`))
    }, deadlineMs)
  })
  try {
    return await Promise.race([promise, expiry])
  } finally {
    clearTimeout(timer)
  }
}
