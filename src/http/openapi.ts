import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger'
import type { FastifySwaggerUiOptions } from '@fastify/swagger-ui'
import { DOCS_POLICY } from './edge/page-policies.ts'

/** What the OpenAPI document says beside the routes. @param basePath Before every path; empty for nothing. */
export function openApiOptions(version: string, hasTokens: boolean, basePath: string): FastifyDynamicSwaggerOptions {
  return {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Camera Check',
        version,
        description:
          'Watches over cameras: frames come in over Redis Streams or HTTP, verdicts go out over WebSocket, snapshots ' +
          'of what is wrong are kept. Messages come in English and Chinese (`msg_zh`, `error_zh`, `state_zh`).'
      },
      servers: [{ url: basePath === '' ? '/' : basePath, description: 'This service' }],
      tags: [
        { name: 'Service', description: 'Start, stop, and what to watch' },
        { name: 'Frames', description: 'Frames in' },
        { name: 'Results', description: 'Verdicts and pictures out' },
        { name: 'Cameras', description: 'How each camera is, what it shows, and what is set for it' },
        { name: 'Incidents', description: 'What happened, and what people did about it' },
        { name: 'Observe', description: 'Health and figures' }
      ],
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer', description: 'One of API_TOKENS; not needed when none are set' }
        }
      },
      security: hasTokens ? [{ token: [] }] : []
    }
  }
}

/** How the document is shown. @param basePath Before every path; empty for nothing. */
export function docsOptions(basePath: string): FastifySwaggerUiOptions {
  return {
    routePrefix: '/docs',
    indexPrefix: basePath,
    staticCSP: DOCS_POLICY,
    // Without the bar at its top, whose picture has a style written into it, and which loads documents from anywhere.
    uiConfig: { layout: 'BaseLayout' }
  }
}
