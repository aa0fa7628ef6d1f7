import { REQUEST_PROBLEMS } from './messages.ts'
import { requestError } from './error-answer.ts'
import type { TypedServer } from './typed-server.ts'

/** A camera's settings with twenty masks take 40 KB. */
export const MOST_SMALL_BYTES = 1024 * 1024

/** Passes over a body, whatever it is: old clients send none, or any. */
export function ignoreBodies(app: TypedServer): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, _body, done) => done(null, undefined))
}

/** Takes JSON in UTF-8, or no body at all, which counts as an empty object. */
export function takeJsonOrNothing(app: TypedServer): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MOST_SMALL_BYTES }, (_request, body, done) => {
    try {
      done(null, body.length === 0 ? {} : parseJson(body as Buffer))
    } catch (error) {
      done(error as Error)
    }
  })
  app.addHook('preValidation', async request => {
    if (request.body === undefined && request.method !== 'GET' && request.method !== 'HEAD') request.body = {}
  })
}

/**
 * Takes JSON in UTF-8, also when the client forgot to name the type. Every other type is refused as a bad request.
 * Broken UTF-8 is refused and not repaired: a stream's name would become another one.
 */
export function takeJson(app: TypedServer): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body, done) => {
    const type = request.headers['content-type']
    try {
      if (type !== undefined && !/^application\/([a-z.+-]+\+)?json\s*(;|$)/i.test(type)) {
        throw requestError('http/bad-request', REQUEST_PROBLEMS.wrongType(JSON.stringify(type), 'application/json'))
      }
      done(null, parseJson(body as Buffer))
    } catch (error) {
      done(error as Error)
    }
  })
}

function parseJson(body: Buffer): unknown {
  if (body.length === 0) throw requestError('http/bad-request', REQUEST_PROBLEMS.noBody)
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch (cause) {
    throw requestError('http/bad-request', REQUEST_PROBLEMS.notUtf8, cause)
  }
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw requestError('http/bad-request', REQUEST_PROBLEMS.badJson((cause as Error).message), cause)
  }
}

/** Hands over the bytes of the given types, untouched; Fastify refuses the others with 415. */
export function takeBytes(app: TypedServer, types: readonly string[]): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser([...types], { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
}
