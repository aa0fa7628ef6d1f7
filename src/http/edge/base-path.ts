import type { IncomingMessage } from 'node:http'
import type { TypedServer } from '../typed-server.ts'

/**
 * Takes BASE_PATH off a request's address. One that does not begin with it stays: a proxy has taken it off already, or
 * somebody asks the service itself (a probe, another member of the fleet).
 *
 * @param basePath As `basePathOf` gives it.
 */
export function withoutBasePath(basePath: string): (request: Pick<IncomingMessage, 'url'>) => string {
  return ({ url = '/' }) => {
    if (basePath === '' || !url.startsWith(basePath)) return url
    const rest = url.slice(basePath.length)
    if (rest.startsWith('/')) return rest
    return rest === '' || rest.startsWith('?') ? `/${rest}` : url
  }
}

/** Sends whoever is sent on to a path of the service there by the way on which they came: below BASE_PATH. */
export function redirectBelow(app: TypedServer, basePath: string): void {
  if (basePath === '') return
  app.addHook('onSend', async (_request, reply) => {
    const location = reply.getHeader('location')
    if (typeof location === 'string' && /^\/(?!\/)/.test(location)) reply.header('location', basePath + location)
  })
}
