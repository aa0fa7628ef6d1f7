import { askSession } from '../api/session-calls.ts'
import { session } from '../state/session.ts'

/** Browsers' timers take no more, ms. */
const LONGEST_TIMER_MS = 2 ** 31 - 1
/** The service's clock may be a little behind this one, ms. */
const AFTER_THE_END_MS = 1000

/** Asks again when the session should have ended, so that the page says so and does not just stand still. */
export function watchSession(): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  session.subscribe(() => {
    clearTimeout(timer)
    const { expiresAtMs, phase } = session.get()
    if (expiresAtMs === null || phase !== 'in') return
    const leftMs = Math.max(0, expiresAtMs - Date.now()) + AFTER_THE_END_MS
    timer = setTimeout(() => void askSession(), Math.min(leftMs, LONGEST_TIMER_MS))
  })
}
