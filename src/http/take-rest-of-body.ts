import type { FastifyReply } from 'fastify'

/** Longest time that a client may go on sending what was refused, ms: 16 MiB in so long is 14 Mbit/s. */
const REST_DEADLINE_MS = 10_000

/**
 * Lets a client whose request was refused finish its body, which goes nowhere. Most clients (urllib, `node:http`) read
 * the answer once all is sent: a connection that is closed under them loses it. One that never ends is cut off.
 */
export function takeRestOfBody(reply: FastifyReply): void {
  const { raw } = reply.request
  const { connection, 'content-length': length = '0', 'transfer-encoding': encoding } = raw.headers
  if (raw.complete || (length === '0' && encoding === undefined)) return
  // In place of the `close` that Fastify sets here; what the client asked for follows once it has sent all.
  reply.header('connection', 'keep-alive')
  const timer = setTimeout(() => raw.destroy(), REST_DEADLINE_MS).unref()
  raw.once('close', () => {
    clearTimeout(timer)
    if (connection?.toLowerCase() === 'close') raw.socket.end()
  })
  raw.resume()
}
