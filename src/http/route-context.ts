import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'
import type { AlarmControl } from '../alarms/alarm-control.ts'
import type { Metrics } from '../observe/metrics.ts'
import type { OverviewControl } from '../overview/overview-control.ts'
import type { BackTestControl } from '../back-test/back-test-control.ts'
import type { RemedyControl } from '../back-test/remedy-control.ts'
import type { EndedSessions } from './access/ended-sessions.ts'
import type { FleetLists } from './fleet/fleet-lists.ts'
import type { SelfTestControl } from '../self-test/self-test-control.ts'
import type { ServiceControl } from '../subscription/service-control.ts'

/** What routes are made of. */
export interface RouteContext {
  readonly control: ServiceControl
  readonly metrics: Metrics
  /** Largest body of a frame, bytes. */
  readonly maxFrameBytes: number
  /** What the dashboard asks; left out: its routes are not there. */
  readonly overview?: OverviewControl
  /** Where alarms go to; left out: its routes are not there. */
  readonly alarms?: AlarmControl
  /** What tests cameras with injected faults; left out: its routes are not there. */
  readonly selfTests?: SelfTestControl
  /** What tells what a change of settings would have done; left out: its routes are not there. */
  readonly backTests?: BackTestControl
  /** What proposes changes for false alarms; left out: its routes are not there. */
  readonly remedies?: RemedyControl
  /** Lists of all members; null without a fleet. */
  readonly fleet: FleetLists | null
  /** Sessions of browsers that end before their time close what they opened. */
  readonly endedSessions: Pick<EndedSessions, 'onEnd'>
  /** Gives an opened WebSocket the results. Called synchronously, before the first message can arrive. */
  readonly acceptResultSocket: (socket: WebSocket, transport: Socket) => void
}

/** What the dashboard's routes are made of. */
export interface OverviewContext extends RouteContext {
  readonly overview: OverviewControl
}
