import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { METRICS } from '../../src/observe/metric-declarations.ts'
import { checkedJpeg, flatJpeg } from '../pictures.ts'
import { AlarmReceiver } from '../servers/alarm-receiver.ts'
import { describeWith } from '../servers/need.ts'
import { OtlpReceiver, type ReceivedSpan } from '../servers/otlp-receiver.ts'
import { startRedis } from '../servers/redis-server.ts'
import { RunningService } from '../servers/running-service.ts'
import { S3Bucket } from '../servers/s3-bucket.ts'
import type { RunningServer } from '../servers/server-script.ts'
import { PATIENT, redisEnvironment, s3Environment } from '../servers/service-environment.ts'
import { until } from '../servers/until.ts'

const PATIENCE = { timeout: 30_000, interval: 100 }
const TRACE = '0af7651916cd43dd8448eb211c80319c'
const CALLER = 'b7ad6b7169203331'
const [SERVER, CLIENT] = [2, 3]

/** One service with Redis and S3, and all that it sends to a collector. */
describeWith({ redis: true, s3: true }, 'OpenTelemetry', ({ s3 }) => {
  let redis: RunningServer
  let bucket: S3Bucket
  let collector: OtlpReceiver
  let receiver: AlarmReceiver
  let service: RunningService
  let incident: string

  const spanNamed = (name: string, fits: (span: ReceivedSpan) => boolean = () => true) =>
    vi.waitFor(() => {
      const span = collector.named(name).find(fits)
      expect(span, `${name}, of ${collector.spans.map(one => one.name).join(', ')}`).toBeDefined()
      return span!
    }, PATIENCE)
  const childrenOf = (parent: ReceivedSpan) => collector.spans.filter(span => span.parentSpanId === parent.spanId)

  beforeAll(async () => {
    redis = await startRedis()
    bucket = new S3Bucket(s3)
    collector = await OtlpReceiver.start()
    receiver = await AlarmReceiver.start()
    service = await RunningService.start({
      ...PATIENT,
      ...redisEnvironment(redis.url),
      ...s3Environment(s3, bucket),
      MINIO_SAVE_MODE: 'abnormal',
      OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/`,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-scope=cameras%20west',
      OTEL_EXPORTER_OTLP_TRACES_COMPRESSION: 'gzip',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test,service.name=overruled',
      OTEL_SERVICE_NAME: 'watch',
      OTEL_BSP_SCHEDULE_DELAY: '200',
      OTEL_METRIC_EXPORT_INTERVAL: '1000',
      TRACE_FRAME_RATIO: '1'
    })
    const answer = await fetch(`${service.url}/pushhub/subscribe`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', traceparent: `00-${TRACE}-${CALLER}-01` },
      body: JSON.stringify({ streams: ['gate'] })
    })
    expect(answer.status).toBe(200)
    await fetch(`${service.url}/nowhere?token=QueryThatNobodyMaySee`)
    await service.post('/pushhub/alarms/targets', { name: 'VMS', type: 'webhook', url: `${receiver.url}/UrlSecret` })
    const [healthy, black] = [await checkedJpeg(640, 360), await flatJpeg(640, 360, 3)]
    const show = async (jpeg: Buffer, isSo: () => Promise<boolean>) => {
      for (let i = 0; !(await isSo()); i++) {
        expect(i).toBeLessThan(300)
        const meta = { ts1: new Date(Date.now() - 20).toISOString() }
        await service.postFrame('gate', Buffer.concat([jpeg, Buffer.from([i >> 8, i & 255])]), meta)
        await new Promise(resolve => setTimeout(resolve, 100))
      }
    }
    const camera = async () => (await service.get('/pushhub/cameras/gate')).body
    await show(healthy, async () => (await camera()).lastFrameAt !== null)
    await show(black, async () => (await camera()).state === 'faulty')
    incident = String((await camera()).incidentId)
    await receiver.count(1, PATIENCE.timeout)
  }, 120_000)
  afterAll(async () => {
    await service?.dispose()
    await Promise.all([collector?.close(), receiver?.close(), bucket?.destroy(), redis?.stop()])
  })

  it('says who sends, and shows its headers and compression', async () => {
    await spanNamed('frame')
    expect(collector.resource).toMatchObject({
      'service.name': 'watch',
      'service.version': expect.any(String),
      'service.instance.id': expect.stringContaining(':'),
      'deployment.environment.name': 'test'
    })
    const traces = collector.requests.find(({ url }) => url === '/v1/traces')
    expect(traces?.headers).toMatchObject({ 'x-scope': 'cameras west', 'content-encoding': 'gzip' })
    expect(traces?.headers['content-type']).toBe('application/x-protobuf')
  })

  it('goes on with the trace of who asks, down to what is written to Redis', async () => {
    const request = await spanNamed('POST /pushhub/subscribe')
    expect(request).toMatchObject({ traceId: TRACE, parentSpanId: CALLER, kind: SERVER, error: '' })
    expect(request.attributes).toMatchObject({
      'http.route': '/pushhub/subscribe',
      'http.request.method': 'POST',
      'http.response.status_code': 200
    })
    const [write] = childrenOf(request).filter(({ name }) => name === 'subscription save')
    expect(write).toMatchObject({ kind: CLIENT, attributes: { 'db.system.name': 'redis' } })
    expect(write!.startMs).toBeGreaterThanOrEqual(request.startMs - 5)
  })

  it('follows a frame from its capture to its result and its snapshot', async () => {
    const frame = await spanNamed('frame', ({ attributes }) => attributes.state === 'Black Screen')
    expect(frame.attributes).toMatchObject({ stream: 'gate', cursor: expect.stringMatching(/^\d+-\d+$/) })
    const stages = await vi.waitFor(() => {
      const children = childrenOf(frame)
      expect(children.map(({ name }) => name)).toContain('publish')
      return new Map(children.map(child => [child.name, child]))
    }, PATIENCE)
    expect([...stages.keys()].sort()).toEqual(
      ['capture', 'decode', 'judge', 'measure', 'publish', 'queue', 'snapshot'].sort()
    )
    const order = ['capture', 'queue', 'decode', 'measure', 'judge', 'snapshot', 'publish']
    for (const [before, after] of order
      .slice(1)
      .map((name, i) => [stages.get(order[i]!)!, stages.get(name)!] as const)) {
      expect([before.name, after.name, after.startMs >= before.startMs]).toEqual([before.name, after.name, true])
    }
    expect(frame.startMs).toBe(stages.get('capture')!.startMs)
    expect((await spanNamed('snapshots put')).attributes['db.system.name']).toBe('s3')
  })

  it('keeps an incident together: its opening, what was written, what was sent, its end', async () => {
    const opened = await spanNamed('incident opened')
    expect(opened.attributes).toMatchObject({ incident, stream: 'gate', kind: 'black' })
    const delivery = await spanNamed('deliver alarm')
    expect(delivery).toMatchObject({ traceId: opened.traceId, parentSpanId: opened.parentSpanId, kind: CLIENT })
    expect(delivery.attributes).toMatchObject({ incident, stream: 'gate', what: 'opened', outcome: 'delivered' })
    expect((await spanNamed('incidents save')).attributes['db.system.name']).toBe('redis')
    await service.post('/pushhub/subscribe', { streams: [] })
    const whole = await spanNamed('incident')
    expect(whole).toMatchObject({ traceId: opened.traceId, spanId: opened.parentSpanId, parentSpanId: '' })
    const lines = service.log.filter(line => line.incident === incident)
    expect(lines.map(({ msg }) => msg)).toEqual(
      expect.arrayContaining(['Incident opened', 'Alarm delivered', 'Incident closed'])
    )
    for (const line of lines) expect(line).toMatchObject({ stream: 'gate', trace_id: opened.traceId })
    expect(lines.find(({ msg }) => msg === 'Alarm delivered')).toMatchObject({ span_id: delivery.spanId })
  })

  it('sends the metrics as they are declared, histograms as histograms', async () => {
    const { name, help } = METRICS.stageLatency
    const decodes = await vi.waitFor(() => {
      const points = collector.metrics.get(name)?.points ?? []
      return (
        points.find(({ attributes, value }) => attributes.stage === 'decode' && value > 0) ?? expect.fail('none yet')
      )
    }, PATIENCE)
    expect(collector.metrics.get(name)).toMatchObject({ help, unit: 's', kind: 'histogram' })
    expect(decodes.counts).toHaveLength(decodes.bounds.length + 1)
    expect(decodes.counts.reduce((sum, count) => sum + count, 0)).toBe(decodes.value)
    const analysed = collector.metrics.get(METRICS.framesAnalysed.name)
    expect(analysed).toMatchObject({ help: METRICS.framesAnalysed.help, kind: 'sum' })
    expect(analysed!.points[0]!.value).toBeGreaterThan(0)
    expect(collector.metrics.get(METRICS.cameras.name)).toMatchObject({ kind: 'gauge', unit: '' })
    expect(collector.metrics.get('process_resident_memory_bytes')).toMatchObject({ unit: 'By' })
  })

  it('says nothing that a log may not say', () => {
    const all = JSON.stringify([collector.spans, [...collector.metrics.values()]])
    for (const secret of ['QueryThatNobodyMaySee', 'UrlSecret', 'cameras west']) expect(all).not.toContain(secret)
  })

  it('loses and counts what a collector that hangs does not take, says so once, and ends in time', async () => {
    collector.answer = () => undefined
    const asked = collector.requests.length
    await until(async () => {
      await service.get('/pushhub/cameras')
      return collector.requests.slice(asked).some(({ url }) => url === '/v1/traces')
    }, PATIENCE.timeout)
    const { code, tookMs } = await service.stop()
    expect(code).toBe(0)
    expect(tookMs).toBeLessThan(9000)
    const warnings = service.log.filter(({ signal, level }) => signal !== undefined && level === 'warn')
    expect(warnings.map(({ signal }) => signal).sort()).toEqual(['metrics', 'spans'])
  }, 60_000)
})
