import { useSyncExternalStore } from 'react'
import type { Store } from './store.ts'

/**
 * Watches a part of a store.
 *
 * @param select Must give the very same thing while nothing changed: a value that is in the store, or a primitive.
 */
export function useStore<T, S>(store: Store<T>, select: (value: T) => S): S {
  return useSyncExternalStore(store.subscribe, () => select(store.get()))
}
