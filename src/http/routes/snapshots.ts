import { Type } from 'typebox'
import { requestError } from '../error-answer.ts'
import { REQUEST_PROBLEMS } from '../messages.ts'
import type { RouteContext } from '../route-context.ts'
import { errorResponses } from '../schemas/answers.ts'
import type { TypedServer } from '../typed-server.ts'

// The only keys that are ever written; anything else, such as a way out of the folder, is not even looked for.
const KEY = /^[a-zA-Z0-9_-]{1,1024}\/\d{13}(_intrussion)?\.jpg$/

/** `GET /pushhub/snapshots/<key>`: a stored picture, by the key of `obj_refs`. */
export function snapshotRoute(app: TypedServer, { control }: RouteContext): void {
  app.get(
    '/pushhub/snapshots/*',
    {
      config: { needs: 'read' },
      schema: {
        tags: ['Results'],
        summary: 'A stored picture',
        description: 'By `key` of `obj_refs`: `<safe_stream>/<13-digit epoch ms>.jpg`. The bucket itself is private.',
        params: Type.Object({ '*': Type.String({ description: 'The key', examples: ['gate-1/1767225600000.jpg'] }) }),
        response: {
          200: {
            description: 'The picture',
            content: {
              'image/jpeg': { schema: Type.Unsafe<Buffer>({ type: 'string', contentMediaType: 'image/jpeg' }) }
            }
          },
          ...errorResponses(404, 503)
        }
      }
    },
    async (request, reply) => {
      const key = request.params['*']
      if (!KEY.test(key)) throw requestError('snapshot/not-found', REQUEST_PROBLEMS.noSnapshot)
      const jpeg = await control.snapshot(key)
      return reply
        .type('image/jpeg')
        .header('x-content-type-options', 'nosniff')
        .header('cache-control', 'private, max-age=86400, immutable')
        .send(Buffer.from(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength))
    }
  )
}
