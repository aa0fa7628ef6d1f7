import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Ajv } from 'ajv'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiFiles } from '../../src/cli/reference/api-files.ts'
import type { CallsDocument } from '../../src/cli/reference/client-calls.ts'
import { clientFiles, type MessagesDocument } from '../../src/cli/reference/client-files.ts'
import {
  CameraCheckClient,
  type MessageStream,
  type ResultMessage,
  type ServiceEvent
} from '../../src/client/client.ts'
import type { ServiceEvent as ToldEvent } from '../../src/http/schemas/events.ts'
import type { ResultMessageBody } from '../../src/http/schemas/result-message.ts'
import { checkedJpeg, flatJpeg } from '../pictures.ts'
import { launchBrowser } from '../servers/browser.ts'
import { describeWith } from '../servers/need.ts'
import { RunningService } from '../servers/running-service.ts'
import { PATIENT } from '../servers/service-environment.ts'
import { TcpProxy } from '../servers/tcp-proxy.ts'
import { until } from '../servers/until.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const TOKEN = 'the-token-of-this-test'
/** Long waits of a client would only make the test long. */
const QUICK = { backoff: { firstMs: 50, mostMs: 200 } }

let service: RunningService
let proxy: TcpProxy
let client: CameraCheckClient
/** The same service, through connections that the test can cut. */
let throughProxy: CameraCheckClient
let healthy: Buffer
let black: Buffer

beforeAll(async () => {
  service = await RunningService.start({ ...PATIENT, API_TOKENS: TOKEN })
  const url = service.url.replace('0.0.0.0', '127.0.0.1')
  proxy = await TcpProxy.start('127.0.0.1', Number(new URL(url).port))
  client = new CameraCheckClient({ url: `${url}/`, token: TOKEN })
  throughProxy = new CameraCheckClient({ url: `http://127.0.0.1:${proxy.port}`, token: async () => TOKEN })
  healthy = await checkedJpeg(640, 360)
  black = await flatJpeg(640, 360, 2)
  await client.rest.subscribe({ body: { streams: ['gate-1', 'yard', 'a/b c'] } })
}, 120_000)

afterAll(async () => {
  await proxy?.close()
  await service?.dispose()
})

const post = (stream: string, body: Uint8Array) => client.rest.postFrame({ path: { stream }, body })

/** Collects a stream's messages; ends with the test. */
function collect<T extends object>(stream: MessageStream<T>): T[] {
  const messages: T[] = []
  stream.onMessage(message => messages.push(message))
  return messages
}

async function documents(): Promise<{ openApi: CallsDocument; asyncApi: MessagesDocument }> {
  const read = async (path: string): Promise<unknown> =>
    (await fetch(client.url + path, { headers: { authorization: `Bearer ${TOKEN}` } })).json()
  return {
    openApi: (await read('/docs/json')) as CallsDocument,
    asyncApi: (await read('/asyncapi.json')) as MessagesDocument
  }
}

describe('what is generated', () => {
  it('equals what `npm run docs` makes of the documents that the service serves', async () => {
    const { openApi, asyncApi } = await documents()
    for (const [path, content] of [...clientFiles(openApi, asyncApi), ...apiFiles(openApi, asyncApi)]) {
      const found = await readFile(join(ROOT, path), 'utf8')
      expect(found === content, `${path} differs from the service's documents; run: npm run docs`).toBe(true)
    }
  })

  it('has a method for every operation of the OpenAPI document but the WebSockets', async () => {
    const { openApi } = await documents()
    const operations = Object.values(openApi.paths).flatMap(methods => Object.values(methods))
    const ids = operations.filter(({ responses }) => !('101' in responses)).map(({ operationId }) => operationId)
    expect(new Set(ids).size).toBe(ids.length)
    const methods = Object.keys(client.rest).filter(name => !name.endsWith('AsCsv'))
    expect(methods.sort()).toEqual(ids.sort())
  })

  it('has the types by which the service makes its messages', () => {
    // Held by the type check: what one side may tell, the other may take.
    const asEvent = (event: ToldEvent): ServiceEvent => event
    const asResult = (result: ResultMessageBody): ResultMessage => result
    expect([asEvent, asResult]).toHaveLength(2)
  })
})

describe('calls', () => {
  it('send and answer JSON, text and bytes, also for names that need care', async () => {
    expect(await client.rest.getLiveness()).toEqual({ ok: true })
    expect(await client.rest.getReadiness()).toMatchObject({ running: true })
    expect(await client.rest.getMetrics()).toContain('camera_check_')
    expect(await post('a/b c', healthy)).toMatchObject({ ok: true })
    await until(async () => (await client.rest.getCamera({ path: { stream: 'a/b c' } })).lastFrameAt !== null)
    const picture = await client.rest.getPicture({ path: { stream: 'a/b c' }, query: { width: 320 } })
    expect([...picture.subarray(0, 2)]).toEqual([0xff, 0xd8])
    const { items, total } = await client.rest.listCameras({ query: { q: 'b c', limit: 5 } })
    expect([total, items[0]?.stream]).toEqual([1, 'a/b c'])
    const changed = await client.rest.changeCameraSettings({
      path: { stream: 'yard' },
      body: { name: '院子', groups: ['north'] }
    })
    expect(changed).toMatchObject({ name: '院子', groups: ['north'] })
    expect(await client.rest.listIncidentsAsCsv({ query: { state: ['open', 'closed'] } })).toMatch(/^\uFEFF?id,/)
    expect((await client.rest.listIncidents({})).items).toEqual(expect.any(Array))
    expect(await client.rest.acceptView({ path: { stream: 'a/b c' } })).toMatchObject({ ok: true })
  })

  it('stream a video until the caller leaves it', async () => {
    const video = await client.rest.getVideo({ path: { stream: 'a/b c' } })
    const reader = video.getReader()
    const { value } = await reader.read()
    expect(new TextDecoder().decode(value)).toContain('image/jpeg')
    await reader.cancel()
  })

  it('are rejected with the code, the text in both languages and the status', async () => {
    await expect(client.rest.getCamera({ path: { stream: 'none' } })).rejects.toMatchObject({
      name: 'CameraCheckError',
      code: 'camera/not-found',
      status: 404,
      message: expect.stringContaining('none'),
      messageZh: expect.stringMatching(/[\u4e00-\u9fff]/),
      isTemporary: false
    })
    await expect(post('gate-1', new Uint8Array(0))).rejects.toMatchObject({
      code: 'frame/empty',
      status: 400
    })
    const stranger = new CameraCheckClient({ url: client.url, token: 'wrong' })
    await expect(stranger.rest.getSystem()).rejects.toMatchObject({ code: 'http/unauthorized', status: 401 })
    await expect(client.rest.getCamera({ path: { stream: '' } })).rejects.toMatchObject({ code: 'client/invalid' })
    expect(() => new CameraCheckClient({ url: 'ftp://h' })).toThrow(expect.objectContaining({ code: 'client/invalid' }))
  })

  it('end by their signal with its reason, by their deadline, and tell an address where nobody is', async () => {
    proxy.pause()
    const controller = new AbortController()
    const aborted = throughProxy.rest.getSystem({ signal: controller.signal })
    controller.abort(new Error('left'))
    await expect(aborted).rejects.toThrow('left')
    await expect(throughProxy.rest.getSystem({ signal: AbortSignal.abort(new Error('never')) })).rejects.toThrow(
      'never'
    )
    await expect(throughProxy.rest.getSystem({ timeoutMs: 50 })).rejects.toMatchObject({
      code: 'client/timeout',
      isTemporary: true
    })
    await proxy.refuse()
    await expect(throughProxy.rest.getSystem()).rejects.toMatchObject({
      code: 'client/network',
      status: null,
      isTemporary: true
    })
    await proxy.resume()
    expect(await throughProxy.rest.getSystem()).toMatchObject({ running: true })
  })
})

describe('results', () => {
  it('come again after the connection was cut', async () => {
    const results = throughProxy.results(QUICK)
    const states: string[] = []
    results.onState(state => states.push(state))
    const seen = collect(results)
    await until(() => results.state === 'open')
    await post('gate-1', healthy)
    await until(() => seen.length === 1)
    proxy.cut()
    await until(() => states.includes('waiting'))
    await until(() => results.state === 'open')
    await post('gate-1', healthy)
    await until(() => seen.length === 2)
    expect(seen.map(({ data }) => data.stream)).toEqual(['gate-1', 'gate-1'])
    expect(results.figures).toMatchObject({ received: 2, connections: 2, dropped: 0, unreadable: 0 })
    results.close()
    expect(states).toEqual(['connecting', 'open', 'waiting', 'connecting', 'open', 'closed'])
  })

  it('wait for a slow iterator up to its buffer, and count what it loses', async () => {
    const results = client.results({ bufferSize: 2 })
    const iterator = results[Symbol.asyncIterator]()
    await until(() => results.state === 'open')
    for (let i = 0; i < 5; i++) await post('gate-1', healthy)
    await until(() => results.figures.received === 5)
    expect(results.figures.dropped).toBe(3)
    results.close()
    const rest: ResultMessage[] = []
    for await (const message of iterator) rest.push(message)
    expect(rest).toHaveLength(2)
  })

  it('end with the error of a token that may not see them', async () => {
    const stranger = new CameraCheckClient({ url: client.url, token: 'wrong' })
    const results = stranger.results(QUICK)
    await expect(results[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      code: 'http/unauthorized',
      status: 401
    })
    expect(results.state).toBe('closed')
  })
})

describe('events', () => {
  it('are resumed after a cut: what was missed comes, each once', async () => {
    const events = throughProxy.events({ ...QUICK, types: ['hello', 'reset', 'settings'] })
    const seen = collect(events)
    await until(() => events.state === 'open' && seen.length === 1)
    await proxy.refuse()
    await until(() => events.state === 'waiting')
    for (const name of ['one', 'two']) {
      await client.rest.changeCameraSettings({ path: { stream: 'gate-1' }, body: { name } })
    }
    await proxy.resume()
    await until(() => seen.filter(({ type }) => type === 'settings').length === 2)
    await client.rest.changeCameraSettings({ path: { stream: 'yard' }, body: { name: 'three' } })
    await until(() => seen.length === 5)
    expect(seen.map(event => (event.type === 'settings' ? event.stream : event.type))).toEqual([
      'hello',
      'hello',
      'gate-1',
      'gate-1',
      'yard'
    ])
    expect(seen[1]).toMatchObject({ type: 'hello', resumed: true })
    events.close()
  })

  it('go on in another run behind the last id, or say that what was missed is not known', async () => {
    const first = client.events()
    const told = collect(first)
    await until(() => told.length > 0)
    const since = first.lastId ?? ''
    first.close()
    await client.rest.changeCameraSettings({ path: { stream: 'gate-1' }, body: { name: 'four' } })
    const second = client.events({ since, types: ['settings'], streams: ['gate-1'] })
    const { value } = await second[Symbol.asyncIterator]().next()
    expect(value).toMatchObject({ type: 'settings', stream: 'gate-1' })
    second.close()
    const lost = client.events({ since: 'another-1', types: ['reset'] })
    expect((await lost[Symbol.asyncIterator]().next()).value).toMatchObject({ type: 'reset' })
    lost.close()
  })

  it('come again after the connection fell silent without a word', async () => {
    const events = throughProxy.events({ ...QUICK, silenceMs: 3000, openMs: 1000 })
    const reasons: string[] = []
    events.onState((_state, reason) => reasons.push(reason))
    const seen = collect(events)
    await until(() => seen.length > 0)
    proxy.pause()
    await until(() => reasons.some(reason => reason.includes('nothing was heard for 3000 ms')))
    await proxy.resume()
    const before = seen.length
    await until(() => seen.length > before)
    expect(events.figures.connections).toBeGreaterThan(1)
    events.close()
  })
})

it('every message of a run fits the AsyncAPI document, and has no field that it does not name', async () => {
  const { asyncApi } = await documents()
  const ajv = new Ajv({ strict: false })
  const checks = new Map(
    Object.entries(asyncApi.components.messages).map(([name, { payload }]) => [
      name,
      ajv.compile(closed(payload) as object)
    ])
  )
  const results = client.results()
  const events = client.events()
  const seenResults = collect(results)
  const seenEvents = collect(events)
  await until(() => results.state === 'open' && seenEvents.length > 0)
  for (let i = 0; i < 12; i++) await post('gate-1', black)
  await until(() => seenEvents.some(({ type }) => type === 'incident-opened'))
  // A camera of which nothing is known yet: what the other one shows may be told as a change.
  await post('yard', healthy)
  await until(() => seenResults.some(({ data }) => data.result.state === 'Normal'))
  await post('yard', healthy.subarray(0, 500))
  for (let i = 0; i < 12; i++) await post('gate-1', healthy)
  await until(() => seenEvents.some(({ type }) => type === 'incident-closed'), 20_000)
  await client.rest.subscribe({ body: { streams: ['gate-1', 'yard'] } })
  await until(() => seenEvents.some(({ type }) => type === 'camera-removed'))
  await until(() => seenEvents.some(({ type }) => type === 'tick') && seenResults.length >= 25)
  for (const result of seenResults)
    expect([checks.get('result')?.(result), checks.get('result')?.errors]).toEqual([true, null])
  for (const event of seenEvents) {
    const check = checks.get(event.type)
    expect([event.type, check?.(event), check?.errors]).toEqual([event.type, true, null])
  }
  const states = seenResults.map(({ data }) => data.result.state)
  expect(states).toEqual(expect.arrayContaining(['Normal', 'Black Screen', 'Error']))
  expect(new Set(seenEvents.map(({ type }) => type)).size).toBeGreaterThan(5)
  results.close()
  events.close()
}, 60_000)

describeWith({ chromium: true }, 'in a browser', ({ chromium }) => {
  it('the same files call the service, and follow results and events by tickets', async () => {
    const browser = await launchBrowser(chromium)
    const page = await (await browser.newContext({ bypassCSP: true })).newPage()
    // As if the page brought them along, at the service's own origin.
    await page.route(/\/(client|lib)\//, async route => {
      const path = join(ROOT, 'dist', new URL(route.request().url()).pathname)
      await route.fulfill({ contentType: 'text/javascript', body: await readFile(path, 'utf8') })
    })
    await page.goto(`${client.url}/livez`)
    const told = await page.evaluate(`(async () => {
      const { CameraCheckClient, CameraCheckError } = await import('/client/client.js')
      const client = new CameraCheckClient({ url: location.origin, token: ${JSON.stringify(TOKEN)} })
      const refused = await new CameraCheckClient({ url: location.origin }).rest.getSystem().catch(error => error)
      const results = client.results()
      const first = results[Symbol.asyncIterator]().next()
      while (results.state !== 'open') await new Promise(resolve => setTimeout(resolve, 20))
      const jpeg = Uint8Array.from(${JSON.stringify([...healthy])})
      await client.rest.postFrame({ path: { stream: 'gate-1' }, body: new Blob([jpeg]) })
      const { value } = await first
      for await (const event of client.events()) {
        return [refused instanceof CameraCheckError, refused.code, value.data.stream, event.type]
      }
    })()`)
    await browser.close()
    expect(told).toEqual([true, 'http/unauthorized', 'gate-1', 'hello'])
  }, 60_000)
})

describe('docs/client.md', () => {
  const run = promisify(execFile)
  let folder: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'camera-check-examples-'))
    await mkdir(join(folder, 'node_modules'))
    await symlink(ROOT, join(folder, 'node_modules/camera-check'))
    await writeFile(join(folder, 'frame.jpg'), healthy)
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it.each([
    [0, /^2 subscribed, \d listed\n$/],
    [1, /^camera\/not-found 404\n$/],
    [2, /^gate-1 \S/],
    [3, /^gate-1 is \S/],
    [4, /^following behind \S+-\d+\n$/]
  ])('example %i runs as it stands there', async (index, output) => {
    const examples = [...(await readFile(join(ROOT, 'docs/client.md'), 'utf8')).matchAll(/```js\n(.*?)```/gs)]
    expect(examples).toHaveLength(5)
    const file = join(folder, `example-${index}.mjs`)
    await writeFile(file, examples[index]?.[1] ?? '')
    const env = { ...process.env, CAMERA_CHECK_URL: client.url, CAMERA_CHECK_TOKEN: TOKEN }
    // What the examples of results wait for.
    const frames = setInterval(() => void post('gate-1', healthy).catch(() => undefined), 200)
    const { stdout } = await run(process.execPath, [file], { cwd: folder, env, timeout: 20_000 })
    clearInterval(frames)
    expect(stdout).toMatch(output)
  })
})

/** The same schema, which takes no field that it does not name. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed)
  if (typeof schema !== 'object' || schema === null) return schema
  const parts = Object.fromEntries(Object.entries(schema).map(([key, part]) => [key, closed(part)]))
  const isObject = 'properties' in parts && parts.type === 'object' && !('additionalProperties' in parts)
  return isObject ? { ...parts, additionalProperties: false } : parts
}
