import { idFloor } from '../incident-id.ts'
import type { IncidentFilter } from '../incident-store.ts'
import type { SqlValue } from './libsql-connection.ts'
import { asText } from './libsql-schema.ts'

/** A query for ids, newest first. */
export interface IdsQuery {
  readonly sql: string
  readonly values: readonly SqlValue[]
}

type Column = 'stream' | 'group_name' | 'verdict' | 'state' | 'kind'

/** A list of more values than this is looked up row by row, and not value by value. */
const MOST_DRIVING_VALUES = 32
/** The column that usually leaves fewest first. */
const BY_SELECTIVITY: readonly Column[] = ['stream', 'group_name', 'verdict', 'state', 'kind']

/**
 * The queries whose results, put together, are the newest ids that pass the filter: one for each value of the column that
 * leaves fewest, each answered by that column's index in order. A single query with a list of values would have to sort
 * or to walk through everything.
 *
 * @param beforeId Ids at or behind it are left out; null for none.
 * @param limit Most ids of each query.
 */
export function incidentIdQueries(filter: IncidentFilter, beforeId: string | null, limit: number): readonly IdsQuery[] {
  const lists = listsOf(filter)
  const driver = BY_SELECTIVITY.find(column => {
    const list = lists.get(column)
    return list !== undefined && list.length <= MOST_DRIVING_VALUES
  })
  const values = driver === undefined ? [null] : (lists.get(driver) ?? [])
  return values.map(value => {
    const conditions: string[] = []
    const bound: SqlValue[] = []
    if (driver !== undefined) {
      conditions.push(`${driver} = ?`)
      bound.push(value)
    }
    for (const [column, list] of lists) {
      if (column === driver) continue
      conditions.push(isIn(column, driver === 'group_name'))
      bound.push(JSON.stringify(list))
    }
    const range = rangeOf(filter, beforeId)
    conditions.push(...range.conditions)
    const table = driver === 'group_name' ? 'incident_groups' : 'incidents'
    const where = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`
    return {
      sql: `SELECT id FROM ${table} AS i${where} ORDER BY id DESC LIMIT ?`,
      values: [...bound, ...range.values, limit]
    }
  })
}

function listsOf({ streams, groups, kinds, states, verdicts }: IncidentFilter): Map<Column, readonly string[]> {
  const lists = new Map<Column, readonly string[]>()
  if (streams !== undefined) lists.set('stream', streams.map(asText))
  if (groups !== undefined) lists.set('group_name', groups.map(asText))
  if (verdicts !== undefined) lists.set('verdict', verdicts)
  if (states !== undefined) lists.set('state', states)
  if (kinds !== undefined) lists.set('kind', kinds)
  return lists
}

function isIn(column: Column, isGroupTable: boolean): string {
  const among = '(SELECT value FROM json_each(?))'
  if (column !== 'group_name' || isGroupTable) return `${column} IN ${among}`
  return `EXISTS (SELECT 1 FROM incident_groups AS g WHERE g.id = i.id AND g.group_name IN ${among})`
}

function rangeOf(
  { fromMs, toMs }: IncidentFilter,
  beforeId: string | null
): { conditions: string[]; values: string[] } {
  const ends = [beforeId, toMs === undefined ? null : idFloor(toMs)].filter(id => id !== null).sort()
  const [end] = ends
  return {
    conditions: [...(end === undefined ? [] : ['id < ?']), ...(fromMs === undefined ? [] : ['id >= ?'])],
    values: [...(end === undefined ? [] : [end]), ...(fromMs === undefined ? [] : [idFloor(fromMs)])]
  }
}
