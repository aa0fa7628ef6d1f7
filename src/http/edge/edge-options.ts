import type { ConnectionCap } from './connection-cap.ts'
import type { Deadlines } from './listener.ts'
import type { TlsKeeper } from './tls-keeper.ts'

/** How the service meets whoever connects. */
export interface EdgeOptions {
  /** What stands before every path, as `basePathOf` gives it; empty for nothing. */
  readonly basePath: string
  /** Which senders may say for whom they ask; left out: none. */
  readonly trusts?: (address: string, hop: number) => boolean
  /** For how long browsers that came by HTTPS may come by nothing else, s; 0 says nothing of it. */
  readonly hstsMaxAgeS: number
  readonly tls: TlsKeeper | null
  readonly cap: ConnectionCap | null
  /** Authorities (PEM) that may have signed the certificates of other members; null for those that Node knows. */
  readonly peerCa: string | null
  /** Shorter ones, for tests. */
  readonly deadlines?: Partial<Deadlines>
}

/** Plain HTTP at the root, and no limit of connections: for tests. */
export const PLAIN_EDGE: EdgeOptions = { basePath: '', hstsMaxAgeS: 0, tls: null, cap: null, peerCa: null }
