import { describe, expect, test } from 'vitest'
import type { SessionState } from '../../src/http/schemas/access.ts'
import { mayOperate, session, sessionOf } from '../../web/state/session.ts'

const ASKING = session.get()
const NOBODY: SessionState = { needed: true, name: null, role: null, permissions: [], expiresAt: null, expired: false }
const WALL: SessionState = {
  needed: true,
  name: 'wall',
  role: 'viewer',
  permissions: ['read'],
  expiresAt: '2026-01-05T12:00:00.000Z',
  expired: false
}

describe('session', () => {
  test('of an open service lets everybody in, and decide', () => {
    const now = sessionOf({ ...NOBODY, needed: false, permissions: ['frames', 'read', 'operate', 'admin'] }, ASKING)
    expect(now).toMatchObject({ phase: 'in', isGuarded: false, name: null, hasEnded: false })
    expect(mayOperate(now)).toBe(true)
  })

  test('of a viewer sees and does not decide', () => {
    const now = sessionOf(WALL, ASKING)
    expect(now).toMatchObject({ phase: 'in', name: 'wall', expiresAtMs: Date.UTC(2026, 0, 5, 12) })
    expect([mayOperate(now), mayOperate({ ...now, permissions: ['read', 'operate'] })]).toEqual([false, true])
  })

  test('says that it has ended to who was signed in, and not to who never was', () => {
    expect(sessionOf(NOBODY, ASKING)).toMatchObject({ phase: 'out', hasEnded: false })
    expect(sessionOf({ ...NOBODY, expired: true }, ASKING)).toMatchObject({ phase: 'out', hasEnded: true })
    const ended = sessionOf(NOBODY, sessionOf(WALL, ASKING))
    expect(ended).toMatchObject({ phase: 'out', hasEnded: true })
    // Asked once more.
    expect(sessionOf(NOBODY, ended).hasEnded).toBe(true)
    expect(sessionOf(WALL, ended).hasEnded).toBe(false)
  })
})
