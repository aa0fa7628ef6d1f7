/**
 * Names are kept as JSON text (`asText`): SQLite ends a text at its first zero byte, and two cameras would become one.
 *
 * `incidents` holds what is asked for, narrow, so that a filter is answered from an index alone; the incident itself lies
 * beside it and is read for the items of one page. Ids sort by time, so newest first is the index backwards.
 */
export const LIBSQL_SCHEMA = `
CREATE TABLE IF NOT EXISTS incidents (
  id TEXT NOT NULL PRIMARY KEY,
  stream TEXT,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  verdict TEXT NOT NULL,
  closed_ms INTEGER
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS incidents_by_stream ON incidents (stream, id, kind, state, verdict);
CREATE INDEX IF NOT EXISTS incidents_by_kind ON incidents (kind, id, state, verdict, stream);
CREATE INDEX IF NOT EXISTS incidents_by_state ON incidents (state, id, kind, verdict, stream);
CREATE INDEX IF NOT EXISTS incidents_by_verdict ON incidents (verdict, id, kind, state, stream);
CREATE INDEX IF NOT EXISTS incidents_by_end ON incidents (closed_ms, id);
CREATE TABLE IF NOT EXISTS incident_groups (
  group_name TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  verdict TEXT NOT NULL,
  stream TEXT,
  PRIMARY KEY (group_name, id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS incident_groups_by_id ON incident_groups (id);
CREATE TABLE IF NOT EXISTS incident_bodies (id TEXT NOT NULL PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS profiles (stream TEXT NOT NULL PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS self_tests (stream TEXT NOT NULL PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS audit (id TEXT NOT NULL PRIMARY KEY, stream TEXT, at_ms INTEGER NOT NULL, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS audit_by_stream ON audit (stream, id);
CREATE TABLE IF NOT EXISTS watched_hours (hour_ms INTEGER NOT NULL PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS measures (at_ms INTEGER NOT NULL PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS evidence (id INTEGER PRIMARY KEY, stream TEXT NOT NULL, to_ms INTEGER NOT NULL, body BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS evidence_by_stream ON evidence (stream, id);
CREATE INDEX IF NOT EXISTS evidence_by_end ON evidence (to_ms);
CREATE TABLE IF NOT EXISTS alarm_milestones (
  incident TEXT NOT NULL,
  what TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  PRIMARY KEY (incident, what, at_ms)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS alarms_fresh (seq INTEGER PRIMARY KEY AUTOINCREMENT, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS alarms_told (
  incident TEXT NOT NULL,
  target TEXT NOT NULL,
  PRIMARY KEY (incident, target)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS alarm_deliveries (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  target TEXT NOT NULL,
  happened_ms INTEGER NOT NULL,
  died_ms INTEGER,
  body TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS alarm_deliveries_waiting ON alarm_deliveries (target, seq) WHERE died_ms IS NULL;
CREATE INDEX IF NOT EXISTS alarm_deliveries_dead ON alarm_deliveries (died_ms, seq) WHERE died_ms IS NOT NULL;
CREATE TABLE IF NOT EXISTS alarm_targets (id TEXT NOT NULL PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS alarm_last (target TEXT NOT NULL PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
`

/** A name as it stands in a column. */
export function asText(name: string): string {
  return JSON.stringify(name)
}
