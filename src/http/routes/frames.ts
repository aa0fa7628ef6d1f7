import { Type } from 'typebox'
import { takeBytes } from '../body-parsers.ts'
import { requestError } from '../error-answer.ts'
import { REQUEST_PROBLEMS } from '../messages.ts'
import type { RouteContext } from '../route-context.ts'
import { described, errorResponses, OkAnswerSchema } from '../schemas/answers.ts'
import { MAX_STREAM_BYTES } from '../schemas/subscribe.ts'
import type { TypedServer } from '../typed-server.ts'

const FRAME_TYPES = ['image/jpeg', 'application/octet-stream']

// Bytes have no type in JSON Schema 2020-12; the name of the content type says what they are.
const JPEG_SCHEMA = Type.Unknown({ description: 'The bytes of the JPEG' })

/** `POST /pushhub/frames/{stream}`. */
export function frameRoute(app: TypedServer, { control, maxFrameBytes }: RouteContext): void {
  takeBytes(app, FRAME_TYPES)

  app.post(
    '/pushhub/frames/:stream',
    {
      config: { needs: 'frames' },
      bodyLimit: maxFrameBytes,
      schema: {
        tags: ['Frames'],
        summary: 'Hand in one frame',
        description:
          'The body is a JPEG. With Redis configured the frame goes into the Redis stream `frames:<stream>`; without, ' +
          'straight to the camera, which must be subscribed then. The verdict comes over the WebSocket.',
        body: { content: Object.fromEntries(FRAME_TYPES.map(type => [type, { schema: JPEG_SCHEMA }])) },
        params: Type.Object({ stream: Type.String({ description: 'Name of the stream, percent-encoded' }) }),
        headers: Type.Object({
          'x-frame-meta': Type.Optional(
            Type.String({
              description: 'The `meta` JSON of the frame',
              examples: ['{"ts1":"2026-01-01T00:00:00Z","shape":[1080,1920,3]}']
            })
          )
        }),
        response: {
          202: described('The frame was taken', OkAnswerSchema),
          ...errorResponses(400, 404, 409, 413, 415, 503)
        }
      }
    },
    async (request, reply) => {
      const { stream } = request.params
      const streamBytes = Buffer.byteLength(stream)
      if (streamBytes === 0 || streamBytes > MAX_STREAM_BYTES) {
        throw requestError('http/bad-request', REQUEST_PROBLEMS.badStream)
      }
      const jpeg = request.body
      if (!Buffer.isBuffer(jpeg) || jpeg.length === 0) throw requestError('frame/empty', REQUEST_PROBLEMS.emptyFrame)
      await control.acceptFrame(stream, jpeg, headerText(request.headers['x-frame-meta']))
      return reply.code(202).send({ ok: true })
    }
  )
}

/** Node reads headers as Latin-1; clients write UTF-8. */
function headerText(value: string | undefined): string | null {
  return value === undefined ? null : Buffer.from(value, 'latin1').toString('utf8')
}
