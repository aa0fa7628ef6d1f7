import { type RefObject, useEffect, useState } from 'react'
import { browserClock } from '../state/clock.ts'

export interface HeldOrder {
  /** What is shown, in its order. */
  readonly keys: readonly string[]
  /** How many wait to be shown. */
  readonly fresh: number
  /** Shows everything now. */
  readonly settle: () => void
}

/** A list that changes its order only while nobody is about to click in it. */
export function useHeldOrder(keys: readonly string[], held: RefObject<boolean>): HeldOrder {
  const [shown, setShown] = useState(keys)
  const joined = keys.join('\n')
  // biome-ignore lint/correctness/useExhaustiveDependencies: `joined` stands for the keys, which are made anew each time.
  useEffect(() => {
    const follow = () => {
      if (!held.current) setShown(now => (now.join('\n') === joined ? now : keys))
    }
    follow()
    return browserClock.subscribe(follow)
  }, [joined, held])
  const known = new Set(shown)
  return { keys: shown, fresh: keys.filter(key => !known.has(key)).length, settle: () => setShown(keys) }
}
