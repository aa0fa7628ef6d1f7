/**
 * Databases of the one Redis server that all suites share. Suites run side by side and empty theirs, so each has one of its
 * own; 0 is for those that tell their keys apart by name and empty nothing. A server has 16.
 */
export const DATABASE = {
  sceneMemoryStore: 1,
  leasePort: 2,
  eventLog: 3,
  redisFleet: 4,
  fleetAgreement: 6,
  respConnection: 7,
  subscriptionStore: 9,
  frameSource: 10,
  incidentStore: 11,
  fencedWrites: 12,
  leaseDifferential: 13,
  restart: 14,
  accessStore: 15,
  fleetAccess: 8,
  alarmStore: 5
} as const
