import { preferences } from '../state/preferences.ts'

/** A body with the name of who sends it, where one was given. */
export function signed<T extends object>(body: T): T & { by?: string } {
  const { operator } = preferences.get()
  return operator === '' ? body : { ...body, by: operator }
}
