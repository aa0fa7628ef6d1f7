import { useCallback, useEffect, useState } from 'react'

export interface Loaded<T> {
  /** The last good answer of this key; null before the first. */
  readonly data: T | null
  readonly error: unknown
  readonly isLoading: boolean
  readonly reload: () => void
  /** Replaces what is shown, after a change whose answer is known. */
  readonly replace: (data: T) => void
}

interface Kept<T> {
  readonly key: string | null
  readonly data: T | null
  readonly error: unknown
  readonly isLoading: boolean
}

/**
 * Loads something, and again when its key changes or on `reload`. Good data stay while newer ones are on their way.
 *
 * @param key Names what is loaded; null loads nothing.
 * @param load Must depend on nothing but the key.
 */
export function useLoad<T>(key: string | null, load: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const [kept, setKept] = useState<Kept<T>>({ key, data: null, error: null, isLoading: key !== null })
  const [round, setRound] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for `load`; `round` asks again.
  useEffect(() => {
    if (key === null) return
    const ending = new AbortController()
    setKept(now => ({ key, data: now.key === key ? now.data : null, error: null, isLoading: true }))
    load(ending.signal).then(
      data => !ending.signal.aborted && setKept({ key, data, error: null, isLoading: false }),
      (error: unknown) => !ending.signal.aborted && setKept(now => ({ key, data: now.data, error, isLoading: false }))
    )
    return () => ending.abort()
  }, [key, round])
  const reload = useCallback(() => setRound(now => now + 1), [])
  const replace = useCallback((data: T) => setKept({ key, data, error: null, isLoading: false }), [key])
  const isOfKey = kept.key === key
  return {
    data: isOfKey ? kept.data : null,
    error: isOfKey ? kept.error : null,
    isLoading: !isOfKey || kept.isLoading,
    reload,
    replace
  }
}
