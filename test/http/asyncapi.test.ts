import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Ajv } from 'ajv'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildTestServer, type TestServer } from './build-test-server.ts'

interface Document {
  asyncapi: string
  info: { version: string }
  servers: { service: { host: string; protocol: string; pathname?: string; security?: object[] } }
  channels: Record<
    string,
    { address: string; messages: Record<string, { $ref: string }>; bindings: { ws: { query: { properties: object } } } }
  >
  operations: Record<string, { action: string; channel: { $ref: string }; messages: { $ref: string }[] }>
  components: {
    messages: Record<string, { payload: { properties: { type?: { const: string } } } }>
    securitySchemes: object
  }
}

const authorization = 'Bearer t'
let server: TestServer
let document: Document

beforeAll(async () => {
  server = await buildTestServer({ tokens: ['t'] })
  document = (
    await server.app.inject({ url: '/asyncapi.json', headers: { authorization, host: 'cameras.example:5020' } })
  ).json()
})
afterAll(() => server.app.close())

test('the AsyncAPI document fits the schema of AsyncAPI 3.0', () => {
  const path = createRequire(import.meta.url).resolve('@asyncapi/specs/schemas/3.0.0-without-$id.json')
  const validate = new Ajv({ strict: false, validateFormats: false }).compile(JSON.parse(readFileSync(path, 'utf8')))
  expect([validate(document), validate.errors]).toEqual([true, null])
  expect([validate({ ...document, channels: { results: { address: 1 } } })]).toEqual([false])
})

test('every reference of the AsyncAPI document leads somewhere', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(match => match[1] ?? '')
  expect(references.length).toBeGreaterThan(20)
  for (const reference of references) {
    const found = reference
      .split('/')
      .reduce<unknown>((place, key) => (place as Record<string, unknown>)?.[key], document)
    expect([reference, typeof found]).toEqual([reference, 'object'])
  }
})

test('the AsyncAPI document says where the service was asked, how to get in, and what both WebSockets tell', () => {
  expect(document).toMatchObject({
    asyncapi: '3.0.0',
    info: { version: '1.2.3' },
    servers: { service: { host: 'cameras.example:5020', protocol: 'ws' } },
    operations: { sendResults: { action: 'send' }, sendEvents: { action: 'send' } }
  })
  expect(Object.keys(document.components.securitySchemes)).toEqual(['token', 'ticket', 'session'])
  expect(Object.values(document.channels).map(({ address }) => address)).toEqual([
    '/pushhub/ws/results',
    '/pushhub/ws/events'
  ])
  expect(Object.keys(document.channels.events?.bindings.ws.query.properties ?? {})).toEqual([
    'streams',
    'since',
    'ticket',
    'token'
  ])
  expect(Object.keys(document.channels.events?.messages ?? {})).toEqual([
    'hello',
    'reset',
    'incident-opened',
    'incident-updated',
    'incident-closed',
    'cameras',
    'camera-removed',
    'settings',
    'tick'
  ])
  for (const [name, { payload }] of Object.entries(document.components.messages)) {
    if (name !== 'result') expect(payload.properties.type?.const).toBe(name)
  }
})

test('the AsyncAPI document needs a token where one is set, and asks for none where none is', async () => {
  expect((await server.app.inject({ url: '/asyncapi.json' })).json()).toMatchObject({ code: 'http/unauthorized' })
  expect(document.servers.service.security).toHaveLength(3)
  const open = await buildTestServer()
  const told = (await open.app.inject({ url: '/asyncapi.json' })).json() as Document
  expect(told.servers.service.security).toBeUndefined()
  await open.app.close()
})
