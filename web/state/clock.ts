import { connection } from './connection.ts'
import { createStore } from './store.ts'
import { useStore } from './use-store.ts'

const TICK_MS = 1000

/** This browser's clock, in steps of a second. */
export const browserClock = createStore(Date.now())

export function startClock(): void {
  setInterval(() => browserClock.set(Date.now()), TICK_MS)
}

/** The service's clock, ms: ages must not depend on how this computer's clock is set. */
export function serviceNowMs(): number {
  return browserClock.get() + connection.get().clockOffsetMs
}

/** Something made from the service's clock; draws anew only when that changes. */
export function useFromClock<T extends string | number | boolean | null>(make: (nowMs: number) => T): T {
  return useStore(browserClock, () => make(serviceNowMs()))
}
