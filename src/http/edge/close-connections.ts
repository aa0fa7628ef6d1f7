import type { TypedServer } from '../typed-server.ts'

/** Requests that are under way have so long to end, ms: an orchestrator kills the whole process after 10 s. */
const GRACE_MS = 2000

/**
 * Ends connections that would keep the server from closing: Node waits for those that have sent nothing yet, or half a
 * request, as long as for proper ones.
 */
export function closeConnections(app: TypedServer): void {
  app.addHook('preClose', async () => {
    setTimeout(() => app.server.closeAllConnections(), GRACE_MS).unref()
  })
}
