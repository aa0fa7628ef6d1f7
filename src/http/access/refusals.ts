import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ErrorCode } from '../../errors.ts'
import type { Log } from '../../lib/log.ts'
import { TokenBuckets } from '../../lib/token-buckets.ts'
import type { Metrics } from '../../observe/metrics.ts'
import { requestError } from '../error-answer.ts'
import { ACCESS_PROBLEMS, type Bilingual } from '../messages.ts'

/** Why somebody was not let in; a label of the metric. */
export type RefusalReason = keyof typeof CODES

const CODES = {
  'no-token': 'http/unauthorized',
  malformed: 'http/unauthorized',
  'wrong-token': 'http/unauthorized',
  'token-in-url': 'http/unauthorized',
  'wrong-session': 'http/unauthorized',
  'session-expired': 'http/unauthorized',
  'wrong-ticket': 'http/unauthorized',
  'ticket-expired': 'http/unauthorized',
  'ticket-used': 'http/unauthorized',
  'wrong-member': 'http/unauthorized',
  role: 'http/forbidden',
  origin: 'http/foreign-origin',
  'token-rate': 'http/too-many-requests',
  'address-rate': 'http/too-many-requests',
  locked: 'http/too-many-requests'
} as const satisfies Record<string, ErrorCode>

export interface Refusal {
  readonly reason: RefusalReason
  /** What is told; the reason's own text when left out. */
  readonly text?: Bilingual
  /** Name of the token, when it is known whose it is. */
  readonly name?: string | null
  /** After which it is worth trying again, ms. */
  readonly waitMs?: number
}

/** Lines a second of one reason, and at once: a flood must not fill the disk. */
const LINES = { perSecond: 1, burst: 10 }
const MOST_PATH_CHARACTERS = 200

/** Tells everybody what they need to know of a refused call: the caller, the log, the metrics. Never any part of a token. */
export class Refusals {
  readonly #log: Log
  readonly #metrics: Pick<Metrics, 'httpRefused'>
  readonly #clock: () => number
  readonly #lines = new TokenBuckets(LINES)
  readonly #unsaid = new Map<RefusalReason, number>()

  /** @param clock Monotonic ms. */
  constructor(log: Log, metrics: Pick<Metrics, 'httpRefused'>, clock: () => number) {
    this.#log = log
    this.#metrics = metrics
    this.#clock = clock
  }

  /** @throws AppError always: `http/unauthorized`, `http/forbidden`, `http/foreign-origin` or `http/too-many-requests`. */
  refuse(request: FastifyRequest, reply: FastifyReply, { reason, text, name = null, waitMs }: Refusal): never {
    this.#metrics.httpRefused.add(1, { reason })
    this.#tell(request, reason, name)
    if (waitMs !== undefined) reply.header('retry-after', String(Math.max(1, Math.ceil(waitMs / 1000))))
    throw requestError(CODES[reason], text ?? ACCESS_PROBLEMS[reason])
  }

  #tell({ ip, method, routeOptions, url }: FastifyRequest, reason: RefusalReason, name: string | null): void {
    const unsaid = this.#unsaid.get(reason) ?? 0
    if (!this.#lines.take(reason, this.#clock()).ok) {
      this.#unsaid.set(reason, unsaid + 1)
      return
    }
    this.#unsaid.delete(reason)
    // Without the query: a ticket may stand in it, or a token.
    const path = routeOptions.url ?? (url.split('?')[0] ?? '').slice(0, MOST_PATH_CHARACTERS)
    const more = unsaid === 0 ? {} : { unsaid }
    this.#log.warn({ reason, name, address: ip, route: `${method} ${path}`, ...more }, 'Refused a call')
  }
}
