import { AppError, errorText } from '../../errors.ts'
import type { FleetReader } from '../../fleet/fleet-reader.ts'
import type { MemberInfo } from '../../fleet/member-info.ts'
import { ERRORS_ZH } from '../messages.ts'

/** A member that did not answer in time, or not as it should. */
export interface Unreachable {
  readonly id: string
  readonly url: string
  readonly error: string
  readonly error_zh: string
}

export interface Gathered<T> {
  readonly answers: readonly { readonly member: MemberInfo; readonly value: T }[]
  readonly unreachable: readonly Unreachable[]
}

/** People wait for the slowest member no longer than this, ms. */
const DEADLINE_MS = 2000

/** Asks every other member at once, and goes on without those that do not answer in time. */
export async function gather<T>(
  fleet: Pick<FleetReader, 'self' | 'members'>,
  ask: (member: MemberInfo, signal: AbortSignal) => Promise<T>,
  deadlineMs = DEADLINE_MS
): Promise<Gathered<T>> {
  const { session } = fleet.self
  const answers: { member: MemberInfo; value: T }[] = []
  const unreachable: Unreachable[] = []
  await Promise.all(
    newestSessions(fleet.members()).map(async member => {
      if (member.session === session) return
      const signal = AbortSignal.timeout(deadlineMs)
      try {
        answers.push({ member, value: await ask(member, signal) })
      } catch (cause) {
        const { id, url } = member
        unreachable.push({ id, url, ...(signal.aborted ? late(deadlineMs) : textsOf(cause)) })
      }
    })
  )
  return {
    answers: answers.sort((one, other) => (one.member.id < other.member.id ? -1 : 1)),
    unreachable: unreachable.sort((one, other) => (one.id < other.id ? -1 : 1))
  }
}

/** Of a member that was started anew, the run before may live on in its lease, and answers no more. */
export function newestSessions(members: readonly MemberInfo[]): readonly MemberInfo[] {
  const newest = new Map<string, MemberInfo>()
  for (const member of members) {
    const other = newest.get(member.id)
    if (other === undefined || other.sinceMs < member.sinceMs) newest.set(member.id, member)
  }
  return [...newest.values()]
}

function late(deadlineMs: number): { error: string; error_zh: string } {
  return { error: `No answer within ${deadlineMs} ms`, error_zh: `${deadlineMs} 毫秒内无应答` }
}

function textsOf(cause: unknown): { error: string; error_zh: string } {
  const error = errorText(cause)
  if (!(cause instanceof AppError)) return { error, error_zh: error }
  return { error, error_zh: cause.messageZh ?? ERRORS_ZH[cause.code] ?? error }
}
