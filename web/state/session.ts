import type { SessionState } from '../../src/http/schemas/access.ts'
import { createStore } from './store.ts'

type Permission = SessionState['permissions'][number]

export interface Session {
  /** `asking`: the service has not said yet. */
  readonly phase: 'asking' | 'in' | 'out'
  /** Whether the service asks for tokens; null while it is not known. */
  readonly isGuarded: boolean | null
  /** Of the token; null when nobody is signed in, or nobody needs to be. */
  readonly name: string | null
  readonly role: SessionState['role']
  readonly permissions: readonly Permission[]
  /** Epoch ms; null for no end. */
  readonly expiresAtMs: number | null
  /** Somebody was signed in until now. */
  readonly hasEnded: boolean
}

const ASKING: Session = {
  phase: 'asking',
  isGuarded: null,
  name: null,
  role: null,
  permissions: ['read', 'operate'],
  expiresAtMs: null,
  hasEnded: false
}

/** Who is signed in here. */
export const session = createStore<Session>(ASKING)

/** What the service says of who is signed in. */
export function sessionOf(state: SessionState, before: Session): Session {
  const { needed, name, role, permissions, expiresAt, expired } = state
  const isIn = permissions.includes('read')
  return {
    phase: isIn ? 'in' : 'out',
    isGuarded: needed,
    name,
    role,
    permissions,
    expiresAtMs: expiresAt === null ? null : Date.parse(expiresAt),
    hasEnded: !isIn && (expired || before.hasEnded || (before.phase === 'in' && before.name !== null))
  }
}

/** The service did not let a request in: whoever was signed in is no more. */
export function endSession(): void {
  session.update(now =>
    now.phase === 'out'
      ? now
      : { ...ASKING, phase: 'out', isGuarded: true, permissions: [], hasEnded: now.name !== null }
  )
}

/** Whether somebody may decide what leaves the service. */
export function mayAdmin({ permissions }: Session): boolean {
  return permissions.includes('admin')
}

export function mayOperate({ permissions }: Session): boolean {
  return permissions.includes('operate')
}
