import { describe, expect, it } from 'vitest'
import { AppError } from '../../src/errors.ts'
import { silentLog } from '../../src/lib/log.ts'
import { MEASURE_COUNT, POINT_VALUES } from '../../src/model/camera-figures.ts'
import { MeasureHistory } from '../../src/overview/measure-history.ts'
import { MeasureSaver } from '../../src/overview/measure-saver.ts'
import type { MeasureBatch } from '../../src/pipeline/incidents/incident-store.ts'

const DAY_MS = 86_400_000
const numbers = { streams: ['a'], values: new Float64Array(MEASURE_COUNT * POINT_VALUES).fill(0.5) }

class KeptMeasures {
  readonly kept = new Map<number, MeasureBatch>()
  isDown = false
  saveMeasures = async (atMs: number, batch: MeasureBatch) => {
    this.#check()
    this.kept.set(atMs, batch)
  }
  measures = async (sinceMs: number) => {
    this.#check()
    return [...this.kept].filter(([atMs]) => atMs >= sinceMs).map(([, batch]) => batch)
  }
  removeOldMeasures = async (beforeMs: number) => {
    this.#check()
    for (const atMs of this.kept.keys()) if (atMs < beforeMs) this.kept.delete(atMs)
  }
  #check(): void {
    if (this.isDown) throw new AppError('incident/store-failed', 'down')
  }
}

describe('MeasureSaver', () => {
  const start = async (store: KeptMeasures, nowMs: number) => {
    const history = new MeasureHistory()
    const saver = new MeasureSaver({ store, history, clock: () => nowMs, ageClock: () => nowMs, log: silentLog })
    await saver.start()
    return { history, saver }
  }

  it('keeps what there is at its end, and the next run has it', async () => {
    const store = new KeptMeasures()
    const first = await start(store, DAY_MS)
    first.history.take(numbers, DAY_MS - 5000)
    await first.saver.close()
    const next = await start(store, DAY_MS + 1000)
    expect(next.history.points('a', 0, 0, 1e12, 10)).toHaveLength(1)
    await next.saver.close()
    expect(store.kept.size).toBe(1)
  })

  it('forgets what is older than a day', async () => {
    const store = new KeptMeasures()
    const first = await start(store, DAY_MS)
    first.history.take(numbers, DAY_MS)
    await first.saver.close()
    const next = await start(store, 3 * DAY_MS)
    expect(next.history.points('a', 0, 0, 1e12, 10)).toHaveLength(0)
    next.history.take(numbers, 3 * DAY_MS)
    await next.saver.close()
    expect([...store.kept.keys()]).toEqual([3 * DAY_MS])
  })

  it('goes on without what a store that is down does not give or take', async () => {
    const store = new KeptMeasures()
    store.isDown = true
    const { history, saver } = await start(store, DAY_MS)
    history.take(numbers, DAY_MS)
    await saver.close()
    expect(history.points('a', 0, 0, 1e12, 10)).toHaveLength(1)
    expect(store.kept.size).toBe(0)
  })
})
