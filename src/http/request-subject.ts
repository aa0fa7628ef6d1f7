import type { FastifyRequest } from 'fastify'

/** A name of a camera may be 4 KiB long. */
const MOST_CHARACTERS = 200

/** What a request is about, under the names that the log and the traces have for it. */
export interface RequestSubject {
  readonly stream?: string
  readonly incident?: string
}

/** The camera or the incident that the route of a request names. */
export function subjectOf({ params, routeOptions }: FastifyRequest): RequestSubject {
  const { stream, id } = (params ?? {}) as { stream?: unknown; id?: unknown }
  const isIncident = typeof id === 'string' && routeOptions.url?.startsWith('/pushhub/incidents/') === true
  return {
    ...(typeof stream === 'string' ? { stream: stream.slice(0, MOST_CHARACTERS) } : {}),
    ...(isIncident ? { incident: id.slice(0, MOST_CHARACTERS) } : {})
  }
}
