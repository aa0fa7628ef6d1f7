import type { FleetReader } from '../../fleet/fleet-reader.ts'
import type { Log } from '../../lib/log.ts'
import type { Metrics } from '../../observe/metrics.ts'
import { PeerVouching } from '../fleet/peer-vouching.ts'
import type { TypedServer } from '../typed-server.ts'
import type { AccessOptions } from './access-options.ts'
import { CallLimits } from './call-limits.ts'
import { Guard } from './guard.ts'
import { KnownTokens } from './known-tokens.ts'
import { Refusals } from './refusals.ts'
import { demandRouteNeeds } from './route-needs.ts'
import { Sessions } from './sessions.ts'
import { Signer } from './signer.ts'
import { Tickets } from './tickets.ts'

/** What lets people in. */
export interface AccessDesk {
  readonly guard: Guard
  readonly sessions: Sessions
  readonly tickets: Tickets
  /** No tokens are set. */
  readonly isOpen: boolean
  /** How members speak for their callers; null without a fleet. */
  readonly vouching: PeerVouching | null
  /** Epoch ms. */
  readonly clock: () => number
}

export interface GuardServerOptions {
  readonly access: AccessOptions
  readonly log: Log
  readonly metrics: Metrics
  readonly fleet: Pick<FleetReader, 'self'> | null
}

/**
 * Puts the guard before every route. To be called after the WebSocket plug-in, which says whether a request is an upgrade,
 * and before anything that could answer.
 */
export function guardServer(app: TypedServer, { access, log, metrics, fleet }: GuardServerOptions): AccessDesk {
  const { clock, ticks, origins } = access
  const tokens = new KnownTokens(access.tokens)
  const signer = new Signer(tokens, access.secrets)
  const sessions = new Sessions(signer, access.sessionLifeMs, access.endedSessions)
  const tickets = new Tickets(signer, access.usedTickets, access.endedSessions)
  const vouching = fleet === null ? null : new PeerVouching(fleet, signer)
  const guard = new Guard({
    tokens,
    sessions,
    tickets,
    origins,
    limits: new CallLimits(access.limits),
    refusals: new Refusals(log, metrics, ticks),
    members: vouching,
    clock,
    ticks
  })
  demandRouteNeeds(app)
  app.decorateRequest('caller', null)
  app.decorateRequest('asker', null)
  app.decorateRequest('hasExpired', false)
  app.addHook('onRequest', (request, reply) => guard.check(request, reply))
  return { guard, sessions, tickets, isOpen: tokens.isOpen, vouching, clock }
}
