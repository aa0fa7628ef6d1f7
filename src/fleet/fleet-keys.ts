const PREFIX = 'camera-check:fleet:'

/** Where the state Redis keeps the fleet. */
export const FLEET_KEYS = {
  /** Sorted set: session by the server's time at which it expires, epoch ms. */
  sessions: `${PREFIX}sessions`,
  /** Hash: session -> `sinceMs card`, the card as JSON. */
  members: `${PREFIX}members`,
  /** Hash: session -> `load epoch cameras`. */
  vitals: `${PREFIX}vitals`,
  /** Hash: slot -> `session:token`. */
  owners: `${PREFIX}owners`,
  /** Hash: the counters `revision` and `token`. */
  counters: `${PREFIX}counters`,
  /** Hash: slot -> id of the member that balancing gave it to. */
  moves: `${PREFIX}moves`,
  /** Text: what signs sessions and tickets, hex. */
  secret: `${PREFIX}secret`,
  /** Sorted set: sessions of browsers that were ended, by when they would have ended by themselves, epoch ms. */
  endedSessions: `${PREFIX}ended-sessions`,
  /** Begin of a key for each ticket that was used; it expires a little later than the ticket. */
  ticketPrefix: `${PREFIX}ticket:`
} as const

/** Pub/sub knows no databases, so the channel names its own. */
export function changesChannel(db: number): string {
  return `${PREFIX}changes:${db}`
}
