import type { TypedServer } from './typed-server.ts'

/**
 * Remembers the routes of a server, to tell a wrong method (405) from a wrong path (404).
 *
 * @returns The methods that a path takes, in order of name; empty when there is no such path.
 */
export function rememberRoutes(app: TypedServer): (path: string) => readonly string[] {
  const routes: { readonly pattern: RegExp; readonly methods: readonly string[] }[] = []
  app.addHook('onRoute', ({ url, method }) => {
    routes.push({ pattern: patternOf(url), methods: [method].flat() })
  })
  return path => {
    const methods = routes.filter(({ pattern }) => pattern.test(path)).flatMap(route => route.methods)
    return [...new Set(methods)].sort()
  }
}

function patternOf(url: string): RegExp {
  const parts = url.split(/(:[A-Za-z]+|\*)/)
  const source = parts.map((part, i) => (i % 2 === 0 ? escaped(part) : part === '*' ? '.*' : '[^/]+')).join('')
  return new RegExp(`^${source}$`)
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
