import type { Redis } from 'ioredis'
import type { AuditEntry } from '../../../model/audit-entry.ts'
import { PREFIX } from './redis-incident-index.ts'

export const AUDIT = `${PREFIX}audit`
export const AUDIT_ORDER = `${PREFIX}audit-order`
export const auditOf = (stream: string) => `${PREFIX}audit-of:${JSON.stringify(stream)}`

/** Adds to a transaction that somebody did something. */
export function withAudit(transaction: ReturnType<Redis['multi']>, entry: AuditEntry): ReturnType<Redis['multi']> {
  transaction.hset(AUDIT, entry.id, JSON.stringify(entry)).zadd(AUDIT_ORDER, 0, entry.id)
  if (entry.stream !== null) transaction.zadd(auditOf(entry.stream), 0, entry.id)
  return transaction
}
