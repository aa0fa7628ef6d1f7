/** One value that others may watch. It is replaced, never patched. */
export interface Store<T> {
  get(): T
  set(next: T): void
  update(change: (now: T) => T): void
  /** @returns Stops the watching. */
  subscribe(listener: () => void): () => void
}

/** Makes a store. A value that is the same one again tells nobody. */
export function createStore<T>(initial: T): Store<T> {
  let value = initial
  const listeners = new Set<() => void>()
  const set = (next: T) => {
    if (Object.is(next, value)) return
    value = next
    for (const listener of listeners) listener()
  }
  return {
    get: () => value,
    set,
    update: change => set(change(value)),
    subscribe: listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    }
  }
}
