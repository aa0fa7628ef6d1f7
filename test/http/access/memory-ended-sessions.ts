import { AppError } from '../../../src/errors.ts'
import type { EndedSessionKeeper } from '../../../src/http/access/ended-sessions.ts'
import type { EndedSession } from '../../../src/model/access.ts'

/** What several members share, and can lose sight of. */
export class MemoryEndedSessions implements EndedSessionKeeper {
  readonly isShared = true
  readonly sessions = new Map<string, number>()
  isAway = false
  asked = 0

  async keep({ id, untilMs }: EndedSession): Promise<void> {
    this.#answer()
    this.sessions.set(id, untilMs)
  }

  async kept(nowMs: number): Promise<readonly EndedSession[]> {
    this.asked++
    this.#answer()
    return [...this.sessions].map(([id, untilMs]) => ({ id, untilMs })).filter(({ untilMs }) => untilMs > nowMs)
  }

  #answer(): void {
    if (this.isAway) throw new AppError('access/store-failed', 'Nobody answers')
  }
}
