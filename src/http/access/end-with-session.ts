import type { WebSocket } from 'ws'
import type { Caller } from '../../model/access.ts'
import { ACCESS_PROBLEMS } from '../messages.ts'

/** RFC 6455: the connection breaks a rule of the service. */
const POLICY_VIOLATION = 1008
/** Node's timers take no more, ms. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/** Closes a WebSocket when the session that opened it ends. @param nowMs Epoch ms. */
export function endWithSession(socket: WebSocket, caller: Caller | null, nowMs: number): void {
  const endMs = caller?.expiresAtMs ?? null
  // Nobody keeps a socket open for longer than a timer goes.
  if (endMs === null || endMs - nowMs > LONGEST_TIMER_MS) return
  const timer = setTimeout(
    () => socket.close(POLICY_VIOLATION, ACCESS_PROBLEMS.sessionEnded.en),
    Math.max(0, endMs - nowMs)
  )
  socket.once('close', () => clearTimeout(timer))
}
