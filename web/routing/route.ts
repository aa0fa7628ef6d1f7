/** What the path of the address names. Filters stand in the query and belong to the pages. */
export type Route =
  | { readonly page: 'wall' }
  | { readonly page: 'camera'; readonly stream: string }
  | { readonly page: 'incidents' }
  | { readonly page: 'incident'; readonly id: string }
  | { readonly page: 'report' }
  | { readonly page: 'system' }
  | { readonly page: 'add' }
  | { readonly page: 'unknown'; readonly path: string }

const PLAIN = ['incidents', 'report', 'system', 'add'] as const

/** Reads a path. A stream's name is one percent-encoded part, whatever it holds. */
export function parsePath(path: string): Route {
  const parts = path.split('/').filter(part => part !== '')
  if (parts.length === 0) return { page: 'wall' }
  const [first = '', second] = parts
  const plain = PLAIN.find(page => page === first)
  if (parts.length === 1 && plain !== undefined) return { page: plain }
  const name = second === undefined || parts.length > 2 ? null : decoded(second)
  if (first === 'cameras' && name !== null) return { page: 'camera', stream: name }
  if (first === 'incidents' && name !== null) return { page: 'incident', id: name }
  return { page: 'unknown', path }
}

/** The path of a route; `parsePath` reads it back. */
export function pathOf(route: Route): string {
  switch (route.page) {
    case 'wall':
      return '/'
    case 'camera':
      return `/cameras/${encodeURIComponent(route.stream)}`
    case 'incident':
      return `/incidents/${encodeURIComponent(route.id)}`
    case 'unknown':
      return route.path
    default:
      return `/${route.page}`
  }
}

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part)
  } catch {
    return null
  }
}
