import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../src/errors.ts'
import { silentLog } from '../../../src/lib/log.ts'
import type { Incident } from '../../../src/model/incident.ts'
import { IncidentWriter } from '../../../src/pipeline/incidents/incident-writer.ts'
import type { FencedIncident } from '../../../src/pipeline/incidents/fenced-incidents.ts'
import { makeIncident } from './make-incident.ts'

describe('IncidentWriter', () => {
  let saved: (readonly Incident[])[]
  let told: string[]
  let fails: boolean
  let slow: Promise<void>
  let writer: IncidentWriter

  beforeEach(() => {
    vi.useFakeTimers()
    saved = []
    told = []
    fails = false
    slow = Promise.resolve()
    writer = new IncidentWriter({
      store: {
        save: async incidents => {
          await slow
          if (fails) throw new AppError('incident/store-failed', 'Store is down')
          saved.push(incidents)
        }
      },
      log: silentLog,
      random: () => 0.5,
      onTold: (what, { id, state }) => told.push(`${what} ${id} ${state}`)
    })
  })
  afterEach(() => vi.useRealTimers())

  it('gathers changes for a moment, writes the last form once, and tells then', async () => {
    writer.put(makeIncident('A'), 'opened')
    writer.put(makeIncident('A', { severity: 0.9 }), 'updated')
    writer.put(makeIncident('B'), 'opened')
    expect([saved, told]).toEqual([[], []])
    expect(writer.get('A')?.severity).toBe(0.9)
    await vi.advanceTimersByTimeAsync(60)
    expect(saved.map(batch => batch.map(({ id }) => id))).toEqual([['A', 'B']])
    expect(told).toEqual(['opened A open', 'opened B open'])
    expect(writer.get('A')).toBeUndefined()
  })

  it('tells of an incident that is opened and closed within that moment, both', async () => {
    writer.put(makeIncident('A'), 'opened')
    writer.put(makeIncident('A', { state: 'closed' }), 'closed')
    await vi.advanceTimersByTimeAsync(60)
    expect(told).toEqual(['opened A closed', 'closed A closed'])
  })

  it('lets what nobody is told of wait for longer', async () => {
    writer.put(makeIncident('A'), null)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(saved).toEqual([])
    await vi.advanceTimersByTimeAsync(6000)
    expect([saved.length, told]).toEqual([1, []])
  })

  it('goes on after a write that took along what a timer was set for', async () => {
    let finish = () => {}
    slow = new Promise(resolve => {
      finish = resolve
    })
    writer.put(makeIncident('A'), 'opened')
    const flushed = writer.flush()
    writer.put(makeIncident('B'), 'opened')
    finish()
    await flushed
    expect(saved.flat().map(({ id }) => id)).toEqual(['A', 'B'])
    await vi.advanceTimersByTimeAsync(100)
    writer.put(makeIncident('C'), 'opened')
    await vi.advanceTimersByTimeAsync(100)
    expect(told.at(-1)).toBe('opened C open')
  })

  it('writes a storm in parts', async () => {
    for (let i = 0; i < 450; i++) writer.put(makeIncident(`I${i}`), 'opened')
    await writer.flush()
    expect(saved.map(({ length }) => length)).toEqual([200, 200, 50])
    expect(told).toHaveLength(450)
  })

  it('tells although the store is down, and keeps what it could not write until it is back', async () => {
    fails = true
    writer.put(makeIncident('A'), 'opened')
    await vi.advanceTimersByTimeAsync(60)
    expect([told, writer.isFailing, writer.trouble]).toEqual([['opened A open'], true, 'Store is down'])
    writer.put(makeIncident('A', { severity: 0.8 }), 'updated')
    await vi.advanceTimersByTimeAsync(5000)
    fails = false
    await vi.advanceTimersByTimeAsync(20_000)
    expect(saved.flat()).toMatchObject([{ id: 'A', severity: 0.8 }])
    expect(told).toEqual(['opened A open', 'updated A open'])
    expect([writer.isFailing, writer.trouble]).toEqual([false, null])
  })

  it('tells after a second of a store that hangs, once, and keeps it when the store goes on', async () => {
    let goOn = () => {}
    slow = new Promise(resolve => {
      goOn = resolve
    })
    writer.put(makeIncident('A'), 'opened')
    await vi.advanceTimersByTimeAsync(1000)
    expect([told, writer.waiting]).toEqual([[], 1])
    await vi.advanceTimersByTimeAsync(60)
    expect(told).toEqual(['opened A open'])
    goOn()
    await vi.advanceTimersByTimeAsync(0)
    expect([told, saved.flat().map(({ id }) => id), writer.waiting]).toEqual([['opened A open'], ['A'], 0])
  })

  it('tries again within 4 s, however long the store was down', async () => {
    fails = true
    writer.put(makeIncident('A'), 'opened')
    await vi.advanceTimersByTimeAsync(600_000)
    fails = false
    await vi.advanceTimersByTimeAsync(4000)
    expect(saved.flat().map(({ id }) => id)).toEqual(['A'])
  })

  it('gives up the oldest closed incidents when too many wait', async () => {
    fails = true
    for (let i = 0; i < 20_100; i++) writer.put(makeIncident(`I${i}`, { state: i < 200 ? 'closed' : 'open' }), null)
    expect(writer.lost).toBe(100)
    expect([writer.get('I99'), writer.get('I100')?.id]).toEqual([undefined, 'I100'])
  })

  it('writes what waits when it is closed', async () => {
    writer.put(makeIncident('A'), null)
    await writer.close()
    expect(saved).toHaveLength(1)
  })

  it('confirms a change once the store has it, whatever the time of its next try', async () => {
    fails = true
    writer.put(makeIncident('A'), 'opened')
    await vi.advanceTimersByTimeAsync(60)
    expect(writer.isFailing).toBe(true)
    fails = false
    const kept = writer.vouchFor(['A'])
    writer.put(makeIncident('A', { state: 'acknowledged' }), 'updated')
    await kept()
    expect(saved.flat().map(({ id, state }) => `${id} ${state}`)).toEqual(['A acknowledged'])
  })

  it('confirms nothing that the store has not taken, and goes on trying', async () => {
    fails = true
    const kept = writer.vouchFor(['A'])
    writer.put(makeIncident('A'), 'updated')
    await expect(kept()).rejects.toMatchObject({ code: 'incident/store-failed' })
    fails = false
    await vi.advanceTimersByTimeAsync(20_000)
    expect(saved.flat().map(({ id }) => id)).toEqual(['A'])
  })

  it('confirms nothing that hangs', async () => {
    slow = new Promise(() => {})
    const kept = writer.vouchFor(['A'])
    writer.put(makeIncident('A'), 'updated')
    const answer = expect(kept()).rejects.toMatchObject({ code: 'incident/store-failed' })
    await vi.advanceTimersByTimeAsync(8000)
    await answer
  })
})

describe('IncidentWriter in a fleet', () => {
  let written: string[]
  let changes: string[]
  let numbers: number[]
  let tried: number[]
  let refused: string[]
  let refusals: number
  let told: string[]
  let token: number | null
  let fails: boolean
  let writer: IncidentWriter

  beforeEach(() => {
    vi.useFakeTimers()
    written = []
    changes = []
    numbers = []
    tried = []
    refused = []
    refusals = 0
    told = []
    token = 1
    fails = false
    const saveFenced = async (writes: readonly FencedIncident[]) => {
      if (fails) {
        tried.push(...writes.flatMap(({ told: list = [] }) => list.map(({ number }) => number)))
        throw new AppError('incident/store-failed', 'Store is down')
      }
      written.push(...writes.map(({ incident, fence }) => `${incident.id} ${fence?.token}`))
      changes.push(
        ...writes.map(({ incident, told: list = [] }) => [incident.id, ...list.map(({ what }) => what)].join(' '))
      )
      numbers.push(...writes.flatMap(({ told: list = [] }) => list.map(({ number }) => number)))
      return refused
    }
    writer = new IncidentWriter({
      store: { save: async () => Promise.reject(new Error('No fence was asked for')) },
      log: silentLog,
      random: () => 0.5,
      onTold: (what, { id }) => told.push(`${what} ${id}`),
      fence: {
        store: { saveFenced },
        of: () => (token === null ? null : { slot: 1, session: 'one', token }),
        onRefused: count => {
          refusals += count
        }
      }
    })
  })
  afterEach(() => vi.useRealTimers())

  it('writes with the fence of when an incident changed, and tells nothing of what is refused', async () => {
    writer.put(makeIncident('A'), 'opened')
    token = 2
    writer.put(makeIncident('B'), 'opened')
    refused = ['A']
    await writer.flush()
    expect([written, told, refusals]).toEqual([['A 1', 'B 2'], ['opened B'], 1])
    await vi.advanceTimersByTimeAsync(60_000)
    expect([written.length, writer.waiting]).toEqual([2, 0])
  })

  it('takes nothing of a camera that is not ours', () => {
    token = null
    writer.put(makeIncident('A'), 'opened')
    expect([writer.waiting, refusals]).toEqual([0, 1])
  })

  it('forgets what waits of a camera that is lost', async () => {
    writer.put(makeIncident('A'), 'opened')
    writer.put(makeIncident('B', { stream: 'gate-2' }), 'opened')
    writer.drop(({ stream }) => stream === 'gate-1')
    await writer.flush()
    expect([written, refusals]).toEqual([['B 1'], 1])
  })

  it('gives the store what is to be told, and tells it here once that is done', async () => {
    fails = true
    writer.put(makeIncident('A'), 'opened')
    writer.put(makeIncident('B'), null)
    await writer.flush()
    expect([told, writer.waiting]).toEqual([[], 2])
    fails = false
    await vi.advanceTimersByTimeAsync(60_000)
    expect([changes, told]).toEqual([['A opened', 'B'], ['opened A']])
    // The same change under the same number: a store that had taken it knows it.
    expect(numbers).toEqual(tried)
  })

  it('tells what changed after a write whose fate is unknown as a change of its own, however long that goes on', async () => {
    fails = true
    writer.put(makeIncident('A'), 'opened')
    await writer.flush()
    for (let i = 0; i < 20; i++) {
      writer.put(makeIncident('A', { severity: i / 20 }), 'updated')
      const flushed = writer.flush()
      if (i % 2 === 0) writer.put(makeIncident('A', { severity: i / 20 + 0.01 }), 'updated')
      await flushed
    }
    writer.put(makeIncident('A', { state: 'closed' }), 'closed')
    fails = false
    await writer.flush()
    expect([changes, told]).toEqual([['A opened updated closed'], ['opened A', 'updated A', 'closed A']])
    expect(numbers).toEqual(numbers.toSorted((one, other) => one - other))
    expect(numbers.at(-1)).toBeGreaterThan(Math.max(...tried))
  })

  it('does not try again what was lost while the store was down', async () => {
    fails = true
    writer.put(makeIncident('A'), 'opened')
    const flushed = writer.flush()
    token = 2
    await flushed
    fails = false
    await vi.advanceTimersByTimeAsync(60_000)
    expect([written, writer.waiting, refusals]).toEqual([[], 0, 1])
  })

  it('confirms nothing that is another member\u2019s by now', async () => {
    const kept = writer.vouchFor(['A'])
    refused = ['A']
    writer.put(makeIncident('A'), 'updated')
    await expect(kept()).rejects.toMatchObject({ code: 'fleet/not-owner' })
  })
})
