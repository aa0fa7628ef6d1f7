import { createStore } from './store.ts'

export interface Connection {
  readonly state: 'connecting' | 'live' | 'lost'
  /** When the service was last heard of, by this browser's clock; null before the first time. */
  readonly lastNewsMs: number | null
  /** The service's clock minus this browser's, ms. */
  readonly clockOffsetMs: number
  /** Zone in which all times are shown. */
  readonly zone: string
}

/** News older than this are old, ms. */
export const STALE_AFTER_MS = 10_000

export const connection = createStore<Connection>({
  state: 'connecting',
  lastNewsMs: null,
  clockOffsetMs: 0,
  zone: Intl.DateTimeFormat().resolvedOptions().timeZone
})

/** How old the newest news are, ms; null while they are fresh. */
export function staleAgeMs({ lastNewsMs }: Connection, browserNowMs: number): number | null {
  if (lastNewsMs === null) return null
  const age = browserNowMs - lastNewsMs
  return age > STALE_AFTER_MS ? age : null
}
