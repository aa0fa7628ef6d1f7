import type { AccessToken } from '../../model/access.ts'
import type { CallLimitOptions } from './call-limits.ts'
import type { OriginRules } from './origins.ts'
import type { EndedSessions } from './ended-sessions.ts'
import type { SigningSecrets, UsedTickets } from './signing-secrets.ts'

/** Who may do what. */
export interface AccessOptions {
  /** Any of them opens what its role allows; without any, everything is open. */
  readonly tokens: readonly AccessToken[]
  readonly origins: OriginRules
  readonly sessionLifeMs: number
  readonly limits: CallLimitOptions
  readonly secrets: SigningSecrets
  readonly usedTickets: UsedTickets
  readonly endedSessions: EndedSessions
  /** Epoch ms. */
  readonly clock: () => number
  /** Monotonic ms. */
  readonly ticks: () => number
}
