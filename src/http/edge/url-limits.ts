import { requestError } from '../error-answer.ts'
import { REQUEST_PROBLEMS } from '../messages.ts'
import type { TypedServer } from '../typed-server.ts'

/** The longest name of a stream, 4,096 bytes, percent-encoded. */
export const MAX_PARAM_CHARACTERS = 3 * 4096
/** That name with the longest route around it. */
export const MAX_PATH_CHARACTERS = MAX_PARAM_CHARACTERS + 256
/** A wall of sixty cameras asks for their events by name; nothing asks for more. */
export const MAX_QUERY_CHARACTERS = 16 * 1024

/** Refuses addresses that no route can mean before anything is made of them; the AppError is `http/uri-too-long`. */
export function limitUrls(app: TypedServer): void {
  app.addHook('onRequest', async ({ url }) => {
    const mark = url.indexOf('?')
    const pathCharacters = mark < 0 ? url.length : mark
    const queryCharacters = mark < 0 ? 0 : url.length - mark - 1
    if (pathCharacters > MAX_PATH_CHARACTERS) throw tooLong('path', MAX_PATH_CHARACTERS)
    if (queryCharacters > MAX_QUERY_CHARACTERS) throw tooLong('query', MAX_QUERY_CHARACTERS)
  })
}

function tooLong(part: 'path' | 'query', most: number) {
  return requestError('http/uri-too-long', REQUEST_PROBLEMS.uriTooLong(part, most))
}
