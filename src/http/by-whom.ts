import type { FastifyRequest } from 'fastify'

const ANONYMOUS = 'anonymous'
/** What `by` may have, characters; see ByBodySchema. */
const MOST_CHARACTERS = 200

/**
 * Who is written down for a change: the name that was given, and the name of the token, which cannot be made up. A token
 * without a name of its own says nothing about anybody.
 *
 * @param given `by` of the body.
 */
export function byWhom({ asker }: Pick<FastifyRequest, 'asker'>, given: string | undefined): string {
  const name = given?.trim() ?? ''
  const own = asker === null || asker.isPlain ? null : asker.name
  if (own === null || own === name) return name === '' ? ANONYMOUS : name
  return name === '' ? own : `${name.slice(0, MOST_CHARACTERS - own.length - 3)} (${own})`
}
