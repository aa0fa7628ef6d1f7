import type { FastifyReply } from 'fastify'

/** For an answer of one browser, and of this moment. */
export function noStore(reply: FastifyReply): void {
  reply.header('cache-control', 'no-store').header('vary', 'cookie')
}
