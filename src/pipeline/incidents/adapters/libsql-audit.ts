import type { AuditEntry } from '../../../model/audit-entry.ts'
import type { Statement } from './libsql-connection.ts'
import { asText } from './libsql-schema.ts'

/** Keeps that somebody did something. */
export function auditStatement(entry: AuditEntry): Statement {
  const stream = entry.stream === null ? null : asText(entry.stream)
  const sql = 'INSERT OR REPLACE INTO audit (id, stream, at_ms, body) VALUES (?, ?, ?, ?)'
  return [sql, entry.id, stream, Math.trunc(entry.atMs), JSON.stringify(entry)]
}
