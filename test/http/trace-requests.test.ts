import { afterEach, describe, expect, it } from 'vitest'
import { AppError } from '../../src/errors.ts'
import { activeTrace } from '../../src/lib/active-trace.ts'
import { type RecordingTracer, recordingTracer } from '../lib/recording-tracer.ts'
import { buildTestServer, type TestServer, type TestServerOptions } from './build-test-server.ts'

const PARENT = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) }
const traceparent = `00-${PARENT.traceId}-${PARENT.spanId}-01`

describe('tracing of requests', () => {
  let server: TestServer
  let recording: RecordingTracer
  afterEach(() => server.app.close())
  async function serve(options: TestServerOptions = {}, heedsParents = true): Promise<void> {
    recording = recordingTracer()
    server = await buildTestServer({
      ...options,
      tracing: { tracer: recording.tracer, heedsParents, frameShare: 0.1 }
    })
  }
  const call = (method: 'GET' | 'POST', url: string, headers: Record<string, string> = {}, payload?: string | Buffer) =>
    server.app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) })

  it('names a request by its route, with camera and status, and nothing of its query', async () => {
    await serve()
    await call('GET', '/pushhub/metrics/performance/gate%201?token=hush')
    expect(recording.spans).toMatchObject([
      {
        name: 'GET /pushhub/metrics/performance/:stream',
        ...{ kind: 'server', parentSpanId: null, error: null },
        attributes: {
          'http.request.method': 'GET',
          'http.route': '/pushhub/metrics/performance/:stream',
          stream: 'gate 1'
        }
      }
    ])
    await call('GET', '/nowhere?token=hush')
    expect(recording.spans[1]).toMatchObject({ name: 'GET none', attributes: { 'http.response.status_code': 404 } })
    expect(JSON.stringify(recording.spans)).not.toContain('hush')
  })

  it('goes on with who asks, and what is done for it is part of the same trace, also behind a body', async () => {
    await serve()
    let seen = activeTrace()
    server.control.start = async () => {
      seen = activeTrace()
      return true
    }
    await call('POST', '/pushhub/start', { traceparent, 'content-type': 'application/json' }, '{}')
    const [span] = recording.spans
    expect(span).toMatchObject({ traceId: PARENT.traceId, parentSpanId: PARENT.spanId })
    expect(seen).toMatchObject({ traceId: PARENT.traceId, spanId: span!.spanId })
    expect(activeTrace()).toBeNull()
  })

  it('begins anew where parents are not heeded', async () => {
    await serve({}, false)
    await call('POST', '/pushhub/start', { traceparent })
    expect(recording.spans[0]).toMatchObject({ parentSpanId: null })
    expect(recording.spans[0]!.traceId).not.toBe(PARENT.traceId)
  })

  it('tells that a request failed by its status alone', async () => {
    await serve()
    server.control.failure = new AppError('subscription/store-failed', 'Cannot write http://x:hush@y')
    await call('POST', '/pushhub/start')
    expect(recording.spans[0]).toMatchObject({ error: '503', attributes: { 'http.response.status_code': 503 } })
    expect(JSON.stringify(recording.spans)).not.toContain('hush')
  })

  it('leaves out probes that nobody traces, calls that are refused, and frames beyond their share', async () => {
    await serve({ tokens: ['a-token-of-the-test'] })
    const authorization = 'Bearer a-token-of-the-test'
    await call('GET', '/livez')
    await call('GET', '/metrics', { authorization })
    await call('GET', '/pushhub/metrics/performance', { traceparent })
    await call('POST', '/pushhub/frames/gate', { authorization, 'content-type': 'image/jpeg' }, Buffer.from([0xff]))
    expect(recording.spans).toEqual([])
    await call('GET', '/metrics', { authorization, traceparent })
    recording.random = 0.05
    await call('POST', '/pushhub/frames/gate', { authorization, 'content-type': 'image/jpeg' }, Buffer.from([0xff]))
    expect(recording.spans.map(({ name }) => name)).toEqual(['GET /metrics', 'POST /pushhub/frames/:stream'])
  })
})
