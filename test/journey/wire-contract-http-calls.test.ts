import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkedJpeg } from '../pictures.ts'
import { type ResultListener, RunningService } from '../servers/running-service.ts'
import { PATIENT } from '../servers/service-environment.ts'

describe('wire contract, "HTTP, prefix /pushhub"', () => {
  let service: RunningService
  let listener: ResultListener
  let jpeg: Buffer

  beforeAll(async () => {
    service = await RunningService.start({ ...PATIENT, MINIO_SAVE_MODE: 'none' })
    listener = await service.listen()
    jpeg = await checkedJpeg(320, 240)
  })
  afterAll(() => service?.dispose())

  const subscribe = (...streams: string[]) => service.post('/pushhub/subscribe', { streams })
  const running = async () => (await service.get('/readyz')).body.running
  const performanceOf = (stream: string) => service.get(`/pushhub/metrics/performance/${encodeURIComponent(stream)}`)

  it('"POST /pushhub/start | none | Service started"', async () => {
    const { status, body } = await service.post('/pushhub/start')
    expect({ status, body }).toMatchObject({ status: 200, body: { ok: true, msg: 'Service started' } })
    expect(await running()).toBe(true)
  })

  it('"or Service already started"', async () => {
    const { status, body } = await service.post('/pushhub/start')
    expect({ status, body }).toMatchObject({ status: 200, body: { ok: true, msg: 'Service already started' } })
  })

  it('"POST /pushhub/start | none": any body that an old client sends is passed over', async () => {
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(`${service.url}/pushhub/start`, { method: 'POST', headers, body: '' })
    expect(answer.status).toBe(200)
    expect((await service.post('/pushhub/start', { any: 'thing' })).status).toBe(200)
  })

  it('"POST /pushhub/stop | none | Service stopped and resources released"', async () => {
    await subscribe('cleared')
    const { status, body } = await service.post('/pushhub/stop')
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { ok: true, msg: 'Service stopped and resources released' }
    })
    expect(await running()).toBe(false)
  })

  it('"or Service already stopped"', async () => {
    const { status, body } = await service.post('/pushhub/stop')
    expect({ status, body }).toMatchObject({ status: 200, body: { ok: true, msg: 'Service already stopped' } })
  })

  it('"On a stopped service subscribe starts it", and "adds one to epoch" over the stop', async () => {
    expect(await running()).toBe(false)
    expect(await subscribe('starter')).toMatchObject({ status: 200, body: { epoch: 2 } })
    expect(await running()).toBe(true)
    await service.postFrame('starter', jpeg)
    expect((await listener.count('starter', 1))[0]).toMatchObject({ epoch: 2, data: { result: { state: 'Normal' } } })
  })

  it('"stop clears the subscription", "Messages also come in Chinese, in msg_zh"', async () => {
    const answers = []
    for (const call of ['stop', 'stop', 'start', 'start']) answers.push((await service.post(`/pushhub/${call}`)).body)
    expect(answers.map(body => body.msg_zh)).toEqual([
      '服务已停止，资源已释放',
      '服务已处于停止状态',
      '服务已启动',
      '服务已在运行'
    ])
    expect((await performanceOf('starter')).status).toBe(404)
    expect(await service.postFrame('starter', jpeg)).toBe(404)
  })

  it('"POST /pushhub/subscribe | {ok:true, epoch:n, subscribed:[...]}"', async () => {
    const { status, body } = await subscribe('b', 'a')
    expect({ status, body }).toEqual({
      status: 200,
      body: { ok: true, epoch: expect.any(Number), subscribed: ['b', 'a'] }
    })
  })

  it('"a bad body: HTTP 400 {ok:false, error}"', async () => {
    const { status, body } = await service.post('/pushhub/subscribe', { streams: 'gate-1' })
    expect(status).toBe(400)
    expect(body).toMatchObject({ ok: false, error: expect.stringContaining('streams') })
  })

  it('"GET /docs": Swagger UI over the OpenAPI document', async () => {
    const page = await fetch(`${service.url}/docs/`)
    expect(page.headers.get('content-type')).toContain('text/html')
    expect(await page.text()).toContain('swagger-ui')
    const { body } = await service.get('/docs/json')
    expect(body.openapi).toBe('3.1.0')
    expect(Object.keys(body.paths as object)).toEqual(
      expect.arrayContaining(['/pushhub/start', '/pushhub/stop', '/pushhub/subscribe', '/pushhub/ws/results'])
    )
  })

  it('"GET /pushhub/metrics/performance": per-stage timing statistics of all streams', async () => {
    await subscribe('p1', 'p2')
    for (const stream of ['p1', 'p1', 'p2']) await service.postFrame(stream, jpeg)
    await listener.count('p1', 2)
    await listener.count('p2', 1)
    const { status, body } = await service.get('/pushhub/metrics/performance')
    const streams = body.streams as { stream: string; analysed: number; stages: Record<string, { count: number }> }[]
    expect(status).toBe(200)
    expect(new Map(streams.map(({ stream, analysed }) => [stream, analysed]))).toEqual(
      new Map([
        ['p1', 2],
        ['p2', 1]
      ])
    )
    const stages = streams.find(({ stream }) => stream === 'p1')?.stages ?? {}
    expect(Object.keys(stages)).toEqual(['capture', 'queue', 'decode', 'analysis', 'store', 'end_to_end'])
    expect(stages.decode).toMatchObject({ count: 2, p50_ms: expect.any(Number), p99_ms: expect.any(Number) })
  })

  it('"GET .../{stream}": of one stream, and 404 for one that is not subscribed', async () => {
    await subscribe('one/of two')
    await service.postFrame('one/of two', jpeg)
    await listener.count('one/of two', 1)
    expect((await performanceOf('one/of two')).body).toMatchObject({ ok: true, stream: 'one/of two', analysed: 1 })
    expect(await performanceOf('nobody')).toMatchObject({ status: 404, body: { ok: false } })
  })

  it('"DELETE of the former": reset', async () => {
    await subscribe('reset')
    await service.postFrame('reset', jpeg)
    await listener.count('reset', 1)
    const answer = await fetch(`${service.url}/pushhub/metrics/performance`, { method: 'DELETE' })
    expect(answer.status).toBe(200)
    expect((await performanceOf('reset')).body).toMatchObject({
      analysed: 0,
      stages: { decode: { count: 0, max_ms: null } }
    })
  })

  it('"WS /pushhub/ws/results": results, one JSON text message each, to every client', async () => {
    const second = await service.listen()
    await subscribe('watched')
    await service.postFrame('watched', jpeg)
    const mine = await listener.count('watched', 1)
    expect(await second.count('watched', 1)).toEqual(mine)
    second.close()
  })

  it('"subscribe replaces the whole set of streams": workers of streams that left the list stop', async () => {
    await subscribe('left', 'kept')
    await service.postFrame('left', jpeg)
    await listener.count('left', 1)
    await subscribe('kept')
    expect(await service.postFrame('left', jpeg)).toBe(404)
    expect((await performanceOf('left')).status).toBe(404)
    await service.postFrame('kept', jpeg)
    await listener.count('kept', 1)
    expect(listener.of('left')).toHaveLength(1)
  })

  it('"and adds one to epoch"', async () => {
    const epochs = []
    for (const streams of [['a'], ['a'], ['b']]) epochs.push((await subscribe(...streams)).body.epoch as number)
    const start = epochs[0]!
    expect(epochs).toEqual([start, start + 1, start + 2])
  })

  it('"and error_zh"', async () => {
    const { body } = await service.post('/pushhub/subscribe', { streams: [], colour: 1 })
    expect(body.error_zh).toMatch(/未知字段.*colour/)
  })
})
