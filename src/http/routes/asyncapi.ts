import { Type } from 'typebox'
import { type AsyncApiOptions, asyncApiDocument } from '../asyncapi.ts'
import { described, errorResponses } from '../schemas/answers.ts'
import type { TypedServer } from '../typed-server.ts'

/** `GET /asyncapi.json`. */
export function asyncApiRoute(app: TypedServer, options: Omit<AsyncApiOptions, 'host' | 'isSecure'>): void {
  app.get(
    '/asyncapi.json',
    {
      config: { needs: 'read' },
      schema: {
        tags: ['Observe'],
        summary: 'AsyncAPI document of the WebSockets',
        description: 'AsyncAPI 3.0: every message of both WebSockets, as this document has the calls.',
        response: {
          200: described('The document', Type.Object({ asyncapi: Type.String() }, { additionalProperties: true })),
          ...errorResponses()
        }
      }
    },
    async ({ host, protocol }) => {
      const document = asyncApiDocument({ ...options, host, isSecure: protocol === 'https' })
      return document as { asyncapi: string }
    }
  )
}
