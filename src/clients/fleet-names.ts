/** The members' common stream of events: fields `n`, which grows by one with each entry, and `e`, the event's JSON. */
export const FLEET_EVENTS = 'camera-check:fleet:events'
/** Number of its newest entry. */
export const FLEET_EVENTS_NUMBER = 'camera-check:fleet:events-number'

/** Channel of what members tell each other. Pub/sub knows no databases, so the channel names its own. */
export function fleetChannel(topic: string, database: number): string {
  return `camera-check:fleet:${topic}:${database}`
}
