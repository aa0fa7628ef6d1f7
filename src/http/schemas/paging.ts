import { type TSchema, Type } from 'typebox'

/** Most things on one page. */
export const MAX_PAGE = 500
const DEFAULT_PAGE = 50

/** The schema or null. */
export const nullable = <const T extends TSchema>(schema: T, description: string) =>
  Type.Union([schema, Type.Null()], { description })

/** One of a list of words. */
export const oneOf = <const T extends readonly string[]>(words: T, options: { description?: string } = {}) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: [...words], ...options })

/** A point in time, `2026-01-01T08:00:00.000Z`. */
export const time = (description: string) =>
  Type.String({ description: `${description}; ISO-8601 UTC`, examples: ['2026-01-01T08:00:00.000Z'] })

export const timeOrNull = (description: string) => nullable(Type.String(), `${description}; ISO-8601 UTC`)

/** Which page of a list. Numbers in a query are text, so the range is checked by a pattern. */
export const pageQuery = {
  cursor: Type.Optional(
    Type.String({ minLength: 1, maxLength: 512, description: '`next` of the page before; opaque' })
  ),
  limit: Type.Optional(
    Type.String({
      pattern: '^[1-9][0-9]{0,2}$',
      description: `Most items on the page, 1 to ${MAX_PAGE}; ${DEFAULT_PAGE} when left out`,
      examples: ['50']
    })
  )
}

/** @returns Items on a page, 1..MAX_PAGE. */
export function pageLimit(limit: string | undefined): number {
  return limit === undefined ? DEFAULT_PAGE : Math.min(MAX_PAGE, Number(limit))
}

export const nextCursor = nullable(Type.String(), 'Cursor of the next page; null on the last one')

/** Comma-separated values of a query. */
export const listOf = (description: string, example: string) =>
  Type.Optional(
    Type.String({ minLength: 1, maxLength: 8192, description: `${description}; several by comma`, examples: [example] })
  )

export const timeQuery = (description: string) =>
  Type.Optional(
    Type.String({
      maxLength: 64,
      description: `${description}; ISO-8601 UTC or epoch ms`,
      examples: ['2026-01-01T00:00:00Z']
    })
  )

/** `/pushhub/cameras/{stream}...` */
export const streamParams = Type.Object({
  stream: Type.String({ minLength: 1, description: 'Name of the stream, percent-encoded', examples: ['gate-1'] })
})
