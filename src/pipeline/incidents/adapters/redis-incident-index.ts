import type { Redis } from 'ioredis'
import type { Incident } from '../../../model/incident.ts'
import { idFloor } from '../incident-id.ts'
import type { IncidentFilter } from '../incident-store.ts'
import { FIND_SCRIPT } from './redis-scripts.ts'

/** The braces keep everything on one node of a cluster, so that a script may touch all of it. */
export const PREFIX = 'camera-check:{incidents}:'
/** Looking at so many entries takes Redis some ms, in which it does nothing else. */
const MOST_PER_CALL = 4000
const EVERYTHING = 'all'
/** Of cameras, that go on. */
export const OF_CAMERAS_OPEN = 'of-cameras:open'

/** Names of the indexes in which an incident stands. Names of cameras and groups as JSON text: any text is plain in it. */
export function marksOf({ stream, groups, kind, state, verdict }: Incident): readonly string[] {
  return [
    EVERYTHING,
    ...(stream === null ? [] : [streamMark(stream)]),
    ...(stream === null || state === 'closed' ? [] : [OF_CAMERAS_OPEN]),
    ...[...new Set(groups)].map(groupMark),
    `kind:${kind}`,
    `state:${state}`,
    `verdict:${verdict ?? 'none'}`
  ]
}

/**
 * The newest ids that pass a filter, newest first.
 *
 * @param beforeId Ids at or behind it are left out; null for none.
 */
export async function findIds(
  redis: Redis,
  filter: IncidentFilter,
  beforeId: string | null,
  limit: number
): Promise<string[]> {
  const lists = markLists(filter)
  const driver = await smallest(redis, lists)
  const others = lists.filter(list => list !== driver)
  const found = await Promise.all(driver.map(mark => walk(redis, mark, others, boundsOf(filter, beforeId), limit)))
  return [...new Set(found.flat())].sort().reverse().slice(0, limit)
}

function markLists({ streams, groups, kinds, states, verdicts }: IncidentFilter): (readonly string[])[] {
  return [
    streams?.map(streamMark),
    groups?.map(groupMark),
    kinds?.map(kind => `kind:${kind}`),
    states?.map(state => `state:${state}`),
    verdicts?.map(verdict => `verdict:${verdict}`)
  ].filter(list => list !== undefined)
}

/** The list whose indexes hold fewest entries together: what is walked through; the others are looked up. */
async function smallest(redis: Redis, lists: readonly (readonly string[])[]): Promise<readonly string[]> {
  if (lists.length === 0) return [EVERYTHING]
  const sizes = await Promise.all(
    lists.map(async list => {
      const counts = await Promise.all(list.map(mark => redis.zcard(PREFIX + mark)))
      return counts.reduce((sum, count) => sum + count, 0)
    })
  )
  return lists[sizes.indexOf(Math.min(...sizes))] ?? [EVERYTHING]
}

async function walk(
  redis: Redis,
  mark: string,
  lists: readonly (readonly string[])[],
  bounds: { readonly upper: string; readonly lower: string },
  limit: number
): Promise<string[]> {
  const ids: string[] = []
  let { upper } = bounds
  // Lua's JSON makes an object of an empty list: "no lists" is written by hand.
  const conditions = lists.length === 0 ? '[]' : JSON.stringify(lists)
  for (;;) {
    const args = [PREFIX, upper, bounds.lower, limit - ids.length, MOST_PER_CALL, conditions]
    const [last, ...found] = (await redis.eval(FIND_SCRIPT, 1, PREFIX + mark, ...args)) as string[]
    ids.push(...found)
    if (last === undefined || last === '' || ids.length >= limit) return ids
    upper = `(${last}`
  }
}

function boundsOf({ fromMs, toMs }: IncidentFilter, beforeId: string | null): { upper: string; lower: string } {
  const [end] = [beforeId, toMs === undefined ? null : idFloor(toMs)].filter(id => id !== null).sort()
  return {
    upper: end === undefined ? '+' : `(${end}`,
    lower: fromMs === undefined ? '-' : `[${idFloor(fromMs)}`
  }
}

function streamMark(stream: string): string {
  return `stream:${JSON.stringify(stream)}`
}

function groupMark(group: string): string {
  return `group:${JSON.stringify(group)}`
}
