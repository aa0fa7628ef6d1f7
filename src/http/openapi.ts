import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger'
import type { FastifySwaggerUiOptions } from '@fastify/swagger-ui'
import type { FastifySchema } from 'fastify'
import { PERMISSIONS, type Permission, rolesWith } from '../model/access.ts'
import { SESSION_COOKIE } from './access/sessions.ts'
import { operationId } from './operation-ids.ts'
import { DOCS_POLICY } from './edge/page-policies.ts'
import { webhooks } from './webhooks.ts'

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
        { name: 'Alarms', description: 'What leaves the service when something happens, and where it goes' },
        { name: 'Access', description: 'How browsers are let in' },
        { name: 'Observe', description: 'Health and figures' }
      ],
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer', description: 'One of API_TOKENS; not needed when none are set' },
          session: { type: 'apiKey', in: 'cookie', name: SESSION_COOKIE, description: 'Of a browser that signed in' }
        }
      },
      security: hasTokens ? [{ token: [] }, { session: [] }] : []
    },
    // The library knows of no webhooks.
    transformObject: document => ('openapiObject' in document ? withWebhooks(document.openapiObject) : {}),
    transform: ({ schema, url, route }) => {
      const method = Array.isArray(route.method) ? (route.method[0] ?? '') : route.method
      return {
        schema: { ...withRoles(schema, route.config?.needs, hasTokens), operationId: operationId(method, url) },
        url
      }
    }
  }
}

function withWebhooks<T extends object>(document: T): T {
  return { ...document, webhooks: webhooks() }
}

/** Says which roles a route takes: in its text, and as OpenAPI 3.1 has it for schemes that are not OAuth. */
function withRoles(schema: FastifySchema | undefined, needs: string | undefined, hasTokens: boolean): FastifySchema {
  const documented = schema ?? {}
  if (needs === 'health' || needs === 'anyone') return { ...documented, security: [] }
  if (!isPermission(needs)) return documented
  const roles = rolesWith(needs)
  return {
    ...documented,
    description: `${documented.description ?? ''} Roles: ${roles.join(', ')}.`,
    ...(hasTokens ? { security: [{ token: [...roles] }, { session: [...roles] }] } : {})
  }
}

function isPermission(needs: string | undefined): needs is Permission {
  return (PERMISSIONS as readonly (string | undefined)[]).includes(needs)
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
