import type { FastifyRequest } from 'fastify'
import type { Permission } from '../../model/access.ts'
import type { TypedServer } from '../typed-server.ts'

/**
 * What a route asks of its caller: a permission, or
 * - `health`: nothing, and it is never limited: what asks whether the service lives must not need a secret;
 * - `anyone`: nothing;
 * - `page`: nothing of a browser that opens a page, which has nothing to show yet; `read` of everybody else;
 * - `caller`: any token.
 */
export type RouteNeed = Permission | 'health' | 'anyone' | 'page' | 'caller'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the route asks of its caller. A route without it is refused when the server is built. */
    readonly needs?: RouteNeed
  }
}

/** Routes of plug-ins, which cannot say for themselves. */
const OF_PLUGINS: readonly (readonly [RegExp, RouteNeed])[] = [[/^\/docs(?:\/|$)/, 'read']]

/** Makes sure that every route says what it needs. @throws Error when the server is built with one that does not. */
export function demandRouteNeeds(app: TypedServer): void {
  app.addHook('onRoute', route => {
    const needs = route.config?.needs ?? OF_PLUGINS.find(([pattern]) => pattern.test(route.url))?.[1]
    if (needs === undefined) throw new Error(`Route ${String(route.method)} ${route.url} does not say what it needs`)
    route.config = { ...route.config, needs }
  })
}

/** What a request needs; where no route is, a token: what is not there is nobody's business. */
export function needOf({ routeOptions, headers }: Pick<FastifyRequest, 'routeOptions' | 'headers'>): RouteNeed {
  const { needs = 'caller' } = routeOptions.config
  if (needs !== 'page') return needs
  return /\btext\/html\b/.test(headers.accept ?? '') ? 'anyone' : 'read'
}
