import type { AccessDesk } from '../access/guard-server.ts'
import type { EdgeOptions } from '../edge/edge-options.ts'
import type { OverviewControl } from '../../overview/overview-control.ts'
import type { TypedServer } from '../typed-server.ts'
import { type FleetContext, FleetLists } from './fleet-lists.ts'
import { routeToOwners } from './fleet-routing.ts'
import { PeerClient } from './peer-client.ts'

export interface JoinedParts {
  readonly fleet: FleetContext
  readonly overview: OverviewControl
  readonly vouching: NonNullable<AccessDesk['vouching']>
  readonly peerCa: EdgeOptions['peerCa'] | undefined
}

/** Makes a server one of many that answer for each other. */
export function joinFleet(app: TypedServer, { fleet, overview, vouching, peerCa }: JoinedParts): FleetLists {
  const peers = new PeerClient(fleet, vouching, peerCa)
  app.addHook('preClose', () => peers.close())
  routeToOwners(app, { fleet, peers, overview })
  return new FleetLists({ fleet, peers, overview, clock: () => performance.now() })
}
