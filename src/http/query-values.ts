import { parseUtcTime } from '../lib/parse-utc-time.ts'
import { isIncidentId } from '../pipeline/incidents/incident-id.ts'
import type { PageQuery } from '../pipeline/incidents/page.ts'
import { requestError } from './error-answer.ts'
import { REQUEST_PROBLEMS } from './messages.ts'
import { pageLimit } from './schemas/paging.ts'

/** Comma-separated values, each once; undefined when there are none. */
export function listOfQuery(text: string | undefined): readonly string[] | undefined {
  const values = [...new Set((text ?? '').split(',').map(value => value.trim()))].filter(value => value !== '')
  return values.length === 0 ? undefined : values
}

/**
 * The same, where only some words are known.
 *
 * @throws AppError `http/bad-request`, naming the first that is not.
 */
export function wordsOfQuery<const W extends string>(
  name: string,
  text: string | undefined,
  known: readonly W[]
): readonly W[] | undefined {
  const values = listOfQuery(text)
  const stranger = values?.find(value => !(known as readonly string[]).includes(value))
  if (stranger !== undefined) {
    throw requestError('http/bad-request', REQUEST_PROBLEMS.badWord(name, JSON.stringify(stranger), known.join(', ')))
  }
  return values as readonly W[] | undefined
}

/** @returns Epoch ms; undefined when it is left out. @throws AppError `http/bad-request` */
export function timeOfQuery(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const ms = /^\d{10,14}$/.test(text) ? Number(text) : parseUtcTime(text)
  if (ms === null) throw requestError('http/bad-request', REQUEST_PROBLEMS.badTime(name, JSON.stringify(text)))
  return ms
}

/** The page of a list whose cursors are ids. @throws AppError `http/bad-request` */
export function pageOfQuery({ cursor, limit }: { cursor?: string; limit?: string }): PageQuery {
  if (cursor !== undefined && !isIncidentId(cursor)) {
    throw requestError('http/bad-request', REQUEST_PROBLEMS.badCursor(JSON.stringify(cursor)))
  }
  return { cursor: cursor ?? null, limit: pageLimit(limit) }
}
