import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'
import type { Metrics } from '../observe/metrics.ts'
import type { ServiceControl } from '../subscription/service-control.ts'

/** What routes are made of. */
export interface RouteContext {
  readonly control: ServiceControl
  readonly metrics: Metrics
  /** Largest body of a frame, bytes. */
  readonly maxFrameBytes: number
  /** Gives an opened WebSocket the results. Called synchronously, before the first message can arrive. */
  readonly acceptResultSocket: (socket: WebSocket, transport: Socket) => void
}
