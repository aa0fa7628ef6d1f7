import { expect, it } from 'vitest'
import { AppError } from '../../src/errors.ts'
import { activeTrace, runInTrace } from '../../src/lib/active-trace.ts'
import { UNSAMPLED } from '../../src/lib/trace-context.ts'
import { traced } from '../../src/lib/traced.ts'
import { recordingTracer } from './recording-tracer.ts'

class Store {
  readonly name = 'here'
  #kept = 0

  async save(count: number): Promise<number> {
    this.#kept += count
    return this.#kept
  }

  async poll(): Promise<number> {
    return this.#kept
  }

  async fail(code: 'store/unreachable' | null): Promise<void> {
    throw code === null ? new Error('boom') : new AppError(code, 'Cannot reach http://user:hush@there')
  }

  *list(): Iterable<number> {
    yield this.#kept
  }
}

const PORT = { name: 'things', system: 'redis', worthy: ['save'] }

it('a port that nobody traces is the port itself', () => {
  const store = new Store()
  expect(traced(store, PORT, null)).toBe(store)
})

it('a worthy call begins a trace, another is recorded as a part of one alone', async () => {
  const { tracer, spans } = recordingTracer()
  const store = traced(new Store(), PORT, tracer)
  expect([store.name, await store.save(2), await store.poll(), [...store.list()]]).toEqual(['here', 2, 2, [2]])
  expect(spans.map(({ name }) => name)).toEqual(['things save'])
  expect(spans[0]).toMatchObject({
    kind: 'client',
    parentSpanId: null,
    attributes: { 'db.system.name': 'redis', 'db.operation.name': 'save' }
  })
  const parent = tracer.start('request')
  await runInTrace(parent.context, () => store.poll())
  expect(spans[1]).toMatchObject({ name: 'things poll', parentSpanId: parent.context.spanId })
  expect(spans[1]!.traceId).toBe(parent.context.traceId)
})

it('nothing is recorded below what is not sampled', async () => {
  const { tracer, spans } = recordingTracer()
  const store = traced(new Store(), PORT, tracer)
  expect(await runInTrace(UNSAMPLED, () => store.save(1))).toBe(1)
  expect(spans).toEqual([])
  expect(activeTrace()).toBeNull()
})

it('a call that fails keeps its error, and its span has the code and not the message', async () => {
  const { tracer, spans } = recordingTracer()
  const store = traced(new Store(), { ...PORT, worthy: ['fail'] }, tracer)
  await expect(store.fail('store/unreachable')).rejects.toMatchObject({ code: 'store/unreachable' })
  await expect(store.fail(null)).rejects.toThrow('boom')
  expect(spans.map(({ error }) => error)).toEqual(['store/unreachable', 'failed'])
  expect(JSON.stringify(spans)).not.toContain('hush')
})

it('of worthy calls the share is recorded that is asked for', async () => {
  const recording = recordingTracer()
  const store = traced(new Store(), { ...PORT, share: 0.1 }, recording.tracer)
  await store.save(1)
  recording.random = 0.09
  await store.save(1)
  expect(recording.spans).toHaveLength(1)
})
