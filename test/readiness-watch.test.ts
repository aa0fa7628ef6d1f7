import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Log } from '../src/lib/log.ts'
import { ReadinessWatch } from '../src/readiness-watch.ts'
import type { Readiness } from '../src/subscription/service-control.ts'

const BAD = { name: 'snapshots', ok: false, detail: 'Refused' }

describe('ReadinessWatch', () => {
  let answers: (() => Promise<Readiness>)[]
  let asked: number
  let errors: string[]
  let watch: ReadinessWatch
  beforeEach(() => {
    vi.useFakeTimers()
    answers = []
    asked = 0
    errors = []
    const none = (): void => undefined
    const tell = (_: object, message: string) => void errors.push(message)
    const log: Log = { debug: none, info: tell, warn: tell, error: tell }
    const readiness = (): Promise<Readiness> => answers[Math.min(asked++, answers.length - 1)]!()
    watch = new ReadinessWatch({ readiness, log })
    watch.start()
  })
  afterEach(async () => {
    await watch.close()
    vi.useRealTimers()
  })

  it('shows what was answered last, and no checks of a service that is stopped', async () => {
    answers = [
      async () => ({ ready: false, running: true, checks: [BAD] }),
      async () => ({ ready: false, running: false, checks: [BAD] })
    ]
    expect(watch.checks).toEqual([])
    await vi.advanceTimersByTimeAsync(2000)
    expect(watch.checks).toEqual([BAD])
    await vi.advanceTimersByTimeAsync(2000)
    expect([watch.checks, watch.latest.checks]).toEqual([[], [BAD]])
  })

  it('asks no second time while an answer is on its way', async () => {
    let answer: (readiness: Readiness) => void = () => undefined
    answers = [() => new Promise(resolve => (answer = resolve))]
    await vi.advanceTimersByTimeAsync(10_000)
    expect(asked).toBe(1)
    answer({ ready: true, running: true, checks: [] })
    await vi.advanceTimersByTimeAsync(2000)
    expect(asked).toBe(2)
    answer({ ready: true, running: true, checks: [] })
  })

  it('logs when a check begins to fail, and when it passes again', async () => {
    const good = { ...BAD, ok: true }
    answers = [good, BAD, BAD, good, good].map(check => async () => ({ ready: false, running: true, checks: [check] }))
    await vi.advanceTimersByTimeAsync(10_000)
    expect(errors).toEqual(['A check of /readyz fails', 'A check of /readyz passes again'])
  })

  it('goes on when asking fails', async () => {
    answers = [() => Promise.reject(new Error('no')), async () => ({ ready: true, running: true, checks: [BAD] })]
    await vi.advanceTimersByTimeAsync(4000)
    expect(errors).toEqual(['Cannot ask what the service depends on', 'A check of /readyz fails'])
    expect(watch.checks).toEqual([BAD])
  })
})
