import type { SessionState } from '../../src/http/schemas/access.ts'
import { session, sessionOf } from '../state/session.ts'
import { request, SESSION_PATH } from './request.ts'

/** Where the page kept the token before there were sessions. */
const OLD_KEY = 'camera-check.token'

/** Asks who is signed in. A service that does not answer says nothing: the page shows what it has, and says so itself. */
export async function askSession(): Promise<void> {
  try {
    const state = await request<SessionState>(SESSION_PATH)
    const old = takeOldToken()
    if (state.needed && state.name === null && old !== null) await signIn(old)
    else take(state)
  } catch {
    session.update(now => (now.phase === 'asking' ? { ...now, phase: 'in' } : now))
  }
}

/** @throws RequestError `http/unauthorized`, `http/forbidden`, `http/too-many-requests`, `offline` */
export async function signIn(token: string): Promise<void> {
  take(await request<SessionState>(SESSION_PATH, { method: 'POST', body: { token } }))
}

/** @throws RequestError */
export async function signOut(): Promise<void> {
  await request(SESSION_PATH, { method: 'DELETE' })
  session.update(now => ({ ...now, phase: 'out', name: null, role: null, permissions: [], hasEnded: false }))
}

function take(state: SessionState): void {
  session.update(now => sessionOf(state, now))
}

function takeOldToken(): string | null {
  try {
    const token = localStorage.getItem(OLD_KEY)
    localStorage.removeItem(OLD_KEY)
    return token
  } catch {
    return null
  }
}
