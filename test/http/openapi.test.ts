import { Ajv } from 'ajv'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AlarmMessageSchema } from '../../src/alarms/alarm-message-schema.ts'
import { FAULT_LIMIT_NAMES } from '../../src/model/fault-limit-names.ts'
import { buildTestServer, type TestServer } from './build-test-server.ts'

interface Operation {
  tags?: string[]
  summary?: string
  description?: string
  security?: Record<string, string[]>[]
  requestBody?: { content: Record<string, { schema?: object; example?: unknown; examples?: unknown }> }
  responses: Record<string, { description?: string; content?: Record<string, { schema?: object }> }>
  parameters?: { name: string; in: string; required?: boolean; description?: string }[]
}
interface Document {
  openapi: string
  info: { title: string; version: string }
  tags: { name: string }[]
  paths: Record<string, Record<string, Operation>>
  webhooks: Record<string, Record<string, Operation>>
  components: { securitySchemes: Record<string, object> }
}

let server: TestServer
let document: Document

beforeAll(async () => {
  server = await buildTestServer({ tokens: ['t'] })
  document = (await server.app.inject({ url: '/docs/json', headers: { authorization: 'Bearer t' } })).json()
})

afterAll(() => server.app.close())

function operations(): [string, Operation][] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, Operation] => [`${method} ${path}`, operation])
  )
}

describe('OpenAPI document', () => {
  test('is 3.1 and lists exactly the routes of the contract', () => {
    expect(document.openapi).toBe('3.1.0')
    expect(document.info.version).toBe('1.2.3')
    expect(
      operations()
        .map(([name]) => name)
        .sort()
    ).toEqual([
      'delete /pushhub/metrics/performance',
      'delete /pushhub/session',
      'get /asyncapi.json',
      'get /livez',
      'get /metrics',
      'get /pushhub/metrics/performance',
      'get /pushhub/metrics/performance/{stream}',
      'get /pushhub/session',
      'get /pushhub/snapshots/{*}',
      'get /pushhub/ws/results',
      'get /readyz',
      'post /pushhub/frames/{stream}',
      'post /pushhub/session',
      'post /pushhub/start',
      'post /pushhub/stop',
      'post /pushhub/subscribe',
      'post /pushhub/ws/ticket'
    ])
  })

  test('describes every operation, each of its answers, and its parameters', () => {
    const tags = document.tags.map(tag => tag.name)
    for (const [name, { summary, description, tags: own, responses, parameters }] of operations()) {
      expect([name, summary, description]).toEqual([
        name,
        expect.stringMatching(/.{5}/),
        expect.stringMatching(/.{20}/)
      ])
      expect([name, own?.every(tag => tags.includes(tag))]).toEqual([name, true])
      const paths = [...name.matchAll(/\{(.+?)\}/g)].map(match => match[1])
      expect([name, parameters?.filter(parameter => parameter.in === 'path').map(p => p.name) ?? []]).toEqual([
        name,
        paths
      ])
      for (const parameter of parameters ?? [])
        expect([name, parameter.name, parameter.description]).toEqual([name, parameter.name, expect.any(String)])
      for (const [status, response] of Object.entries(responses)) {
        expect([name, status, response.description]).toEqual([name, status, expect.stringMatching(/^(?!Default)./)])
        const schemas = Object.values(response.content ?? {})
        expect([name, status, schemas.length > 0 && schemas.every(({ schema }) => schema !== undefined)]).toEqual([
          name,
          status,
          true
        ])
      }
    }
  })

  test('every closed operation tells 401 and the shape of its errors', () => {
    for (const [name, { responses }] of operations()) {
      if (/livez|readyz/.test(name)) continue
      expect([name, Object.keys(responses)]).toEqual([name, expect.arrayContaining(['401', '403', '429', '500'])])
      const schema = responses['401']?.content?.['application/json']?.schema
      expect([name, schema]).toEqual([name, expect.objectContaining({ required: ['ok', 'code', 'error', 'error_zh'] })])
    }
    expect(document.components.securitySchemes).toMatchObject({
      token: { type: 'http', scheme: 'bearer' },
      session: { type: 'apiKey', in: 'cookie', name: 'camera-check-session' }
    })
  })

  test('every operation says which roles it takes, or that it takes anybody', () => {
    const rolesOf = new Map<string, readonly string[] | null>()
    for (const [name, { security, description }] of operations()) {
      const [first] = security ?? []
      const roles = security?.length === 0 ? null : first?.token
      rolesOf.set(name, roles ?? null)
      if (roles !== undefined && roles !== null) expect(description).toContain(`Roles: ${roles.join(', ')}.`)
    }
    expect(Object.fromEntries(rolesOf)).toMatchObject({
      'get /livez': null,
      'get /readyz': null,
      'post /pushhub/session': null,
      'get /metrics': ['viewer', 'operator', 'admin'],
      'get /pushhub/ws/results': ['viewer', 'operator', 'admin'],
      'post /pushhub/frames/{stream}': ['producer', 'admin'],
      'post /pushhub/subscribe': ['operator', 'admin'],
      'post /pushhub/stop': ['admin']
    })
  })

  test('subscribe names every field, its default and examples', () => {
    const body = document.paths['/pushhub/subscribe']?.post?.requestBody?.content['application/json']
    const schema = body?.schema as { properties: Record<string, { default?: unknown }>; required: string[] }
    expect(Object.keys(schema.properties)).toEqual([
      'streams',
      'current_threshold',
      'edge_params',
      'tamper_params',
      'intrusion_cooldown_seconds',
      'minio_storage_per_stream',
      'annotate_images',
      'faults',
      'stream_faults'
    ])
    expect(schema.required).toEqual(['streams'])
    expect(schema.properties.current_threshold?.default).toBe(15)
    expect(JSON.stringify(body)).toContain('"gate-1"')
  })

  test('frames are JPEG or octets, results have the schema of a message', () => {
    const frame = document.paths['/pushhub/frames/{stream}']?.post
    expect(Object.keys(frame?.requestBody?.content ?? {})).toEqual(['image/jpeg', 'application/octet-stream'])
    const upgrade = document.paths['/pushhub/ws/results']?.get?.responses['101']?.content?.['application/json']?.schema
    expect(upgrade).toMatchObject({ required: ['epoch', 'data'], properties: { dropped: { type: 'integer' } } })
  })

  test('tells the webhook of alarms by the schema of its message, with an example that fits and its headers', () => {
    const operation = document.webhooks.alarm?.post
    const content = operation?.requestBody?.content['application/json']
    expect(content?.schema).toEqual(JSON.parse(JSON.stringify(AlarmMessageSchema)))
    const validate = new Ajv({ strict: false }).compile(content?.schema ?? false)
    expect([validate(content?.example), validate.errors]).toEqual([true, null])
    expect(operation?.parameters?.map(({ name, required }) => [name, required])).toEqual([
      ['X-Camera-Check-Id', true],
      ['X-Camera-Check-Timestamp', true],
      ['X-Camera-Check-Attempt', true],
      ['X-Camera-Check-Signature', false]
    ])
    expect(operation?.security).toEqual([])
  })

  test('holds no reference that leads nowhere', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(match => match[1]!)
    for (const reference of references) {
      const target = reference.split('/').reduce<unknown>((at, key) => (at as Record<string, unknown>)?.[key], document)
      expect([reference, target]).toEqual([reference, expect.anything()])
    }
  })
})

describe('Swagger UI', () => {
  const get = (url: string) => server.app.inject({ url, headers: { authorization: 'Bearer t' } })

  test('loads everything it needs from the service itself', async () => {
    for (const path of ['/docs', '/docs/']) {
      const page = await get(path)
      expect([path, page.statusCode]).toEqual([path, 200])
      const links = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(match => match[1]!)
      expect(links.length).toBeGreaterThan(3)
      for (const link of links) {
        expect(link).not.toMatch(/^(https?:)?\/\//)
        const { pathname } = new URL(link, `http://x${path}`)
        expect([path, link, (await get(pathname)).statusCode]).toEqual([path, link, 200])
      }
    }
  })

  test('is told to load nothing from elsewhere', async () => {
    const { headers, body } = await get('/docs/')
    expect(headers['content-security-policy']).toContain("default-src 'none'")
    const setup = await get('/docs/static/swagger-initializer.js')
    expect(setup.body).not.toMatch(/["'`]https?:/)
    expect(body).not.toContain('validator.swagger.io')
  })

  test('subscribe documents each fault with its sensitivities, its limits and their ranges, and shows how', () => {
    const schema = document.paths['/pushhub/subscribe']?.post?.requestBody?.content['application/json']?.schema
    const text = JSON.stringify(schema)
    for (const [kind, names] of Object.entries(FAULT_LIMIT_NAMES)) {
      for (const name of [kind, ...names]) expect([name, text.includes(`"${name}"`)]).toEqual([name, true])
    }
    expect(text).toContain('"maximum":255,"description":"In place of the detector')
    const content = document.paths['/pushhub/subscribe']?.post?.requestBody?.content['application/json']
    const examples = JSON.stringify(
      content?.examples ?? content?.example ?? (schema as { examples?: unknown }).examples
    )
    expect(examples).toContain('"sensitivity":"low"')
    expect(examples).toContain('"stream_faults":{"gate-1":{"moved":')
  })
})
