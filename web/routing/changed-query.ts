/** A query with some of its values replaced; null and the empty text remove one. Names stay in order, so an address is stable. */
export function changedQuery(search: string, changes: Readonly<Record<string, string | null>>): string {
  const query = new URLSearchParams(search)
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === '') query.delete(name)
    else query.set(name, value)
  }
  query.sort()
  const text = query.toString()
  return text === '' ? '' : `?${text}`
}
