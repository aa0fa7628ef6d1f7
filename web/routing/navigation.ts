import { createStore } from '../state/store.ts'
import { useStore } from '../state/use-store.ts'
import { below, pathBelow } from './base-path.ts'
import { changedQuery } from './changed-query.ts'

interface Address {
  readonly path: string
  readonly search: string
}

const address = createStore<Address>(current())

function current(): Address {
  return { path: pathBelow(window.location.pathname), search: window.location.search }
}

/** Watches the address for as long as the page lives. */
export function startNavigation(): void {
  window.addEventListener('popstate', () => address.set(current()))
}

/** Goes to an address of this page. A new one begins at its top. */
export function navigate(to: string): void {
  window.history.pushState(null, '', below(to))
  address.set(current())
  window.scrollTo(0, 0)
}

/** Goes to another address in place of this one: going back does not lead here again. */
export function redirect(to: string): void {
  window.history.replaceState(null, '', below(to))
  address.set(current())
}

/** Changes filters in place: they are no steps to go back through. */
export function setQuery(changes: Readonly<Record<string, string | null>>): void {
  const search = changedQuery(window.location.search, changes)
  if (search === window.location.search) return
  window.history.replaceState(null, '', `${window.location.pathname}${search}${window.location.hash}`)
  address.set(current())
}

/** Back to where one came from, or to `fallback` when the page was opened here. */
export function goBack(fallback: string): void {
  if (window.history.length > 1) window.history.back()
  else navigate(fallback)
}

export function usePath(): string {
  return useStore(address, now => now.path)
}

export function useSearch(): string {
  return useStore(address, now => now.search)
}

/** One value of the query, or null. */
export function useQueryValue(name: string): string | null {
  const search = useSearch()
  return new URLSearchParams(search).get(name)
}
