import type { WebSocket } from 'ws'
import type { Caller } from '../../model/access.ts'
import { ACCESS_PROBLEMS } from '../messages.ts'
import type { EndedSessions } from './ended-sessions.ts'

/** RFC 6455: the connection breaks a rule of the service. */
const POLICY_VIOLATION = 1008
/** Node's timers take no more, ms. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/** Closes a WebSocket when the session that opened it ends, by itself or before its time. @param nowMs Epoch ms. */
export function endWithSession(
  socket: WebSocket,
  caller: Caller | null,
  ended: Pick<EndedSessions, 'onEnd'>,
  nowMs: number
): void {
  const session = caller?.session ?? null
  if (session === null) return
  const close = (): void => socket.close(POLICY_VIOLATION, ACCESS_PROBLEMS.sessionEnded.en)
  const unwatch = ended.onEnd(session.id, close)
  const leftMs = Math.max(0, session.expiresAtMs - nowMs)
  // Nobody keeps a socket open for longer than a timer goes.
  const timer = leftMs > LONGEST_TIMER_MS ? undefined : setTimeout(close, leftMs)
  socket.once('close', () => {
    unwatch()
    clearTimeout(timer)
  })
}
