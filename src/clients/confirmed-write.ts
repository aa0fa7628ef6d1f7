import type { Redis } from 'ioredis'
import { AppError } from '../errors.ts'

/** What a write to Redis needs beside its reply before it counts as kept. */
export interface WriteTerms {
  /** Replicas that must have it, 0 for none. */
  readonly replicas: number
  /** Longest wait for them, ms. */
  readonly waitMs: number
}

export const PRIMARY_ALONE: WriteTerms = { replicas: 0, waitMs: 0 }

/**
 * Waits until what was written over this connection is on as many replicas as are asked for. A primary that dies then has
 * an heir that knows of it. What was not confirmed may be kept all the same: who is told so does it again.
 *
 * @throws AppError `store/not-replicated`
 */
export async function confirmWrite(redis: Redis, { replicas, waitMs }: WriteTerms): Promise<void> {
  if (replicas === 0) return
  const reached = await redis.wait(replicas, waitMs)
  if (reached >= replicas) return
  const message = `Redis confirmed a write on ${reached} of ${replicas} replicas within ${waitMs} ms`
  throw new AppError('store/not-replicated', message, {
    messageZh: `Redis 仅在 ${reached} 个副本（要求 ${replicas} 个）上确认了写入`
  })
}

/**
 * The replies of a transaction. Redis carries out what it can of one: a command that failed is no reason for `exec` to
 * reject, and what it should have written would be told as kept.
 *
 * @throws The first error among the replies.
 */
export function committed(replies: readonly (readonly [Error | null, unknown])[] | null): void {
  if (replies === null) throw new Error('The transaction was not carried out')
  for (const [error] of replies) if (error !== null) throw error
}
