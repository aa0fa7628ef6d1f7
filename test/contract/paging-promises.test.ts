import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LibsqlIncidentStore } from '../../src/pipeline/incidents/adapters/libsql-incident-store.ts'
import { IncidentIds } from '../../src/pipeline/incidents/incident-id.ts'
import type { IncidentFilter } from '../../src/pipeline/incidents/incident-store.ts'
import { makeIncident } from '../pipeline/incidents/make-incident.ts'

const STREAMS = ['gate', '门', 'a\u0000b', '"'] as const
const STATES = ['open', 'acknowledged', 'closed'] as const

describe('pages of incidents, whatever is added meanwhile', () => {
  let folder: string
  let store: LibsqlIncidentStore
  const known: { id: string; stream: string; state: string }[] = []
  const ids = new IncidentIds(() => 0.5)
  let nowMs = 1_700_000_000_000

  const add = async (count: number) => {
    const made = Array.from({ length: count }, (_, i) => {
      const stream = STREAMS[i % STREAMS.length] ?? 'gate'
      const state = STATES[(i + known.length) % STATES.length] ?? 'open'
      return makeIncident(ids.next(nowMs++), { stream, state })
    })
    await store.save(made)
    known.push(...made.map(({ id, stream, state }) => ({ id, stream: stream ?? '', state })))
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'camera-check-pages-'))
    store = new LibsqlIncidentStore(folder)
    await store.open()
    await add(60)
  })
  afterAll(async () => {
    await store.close()
    await rm(folder, { recursive: true, force: true })
  })

  it('every incident that was there at first comes once, newest first, through pages of any size', async () => {
    const filters = fc.record(
      { streams: fc.subarray([...STREAMS], { minLength: 1 }), states: fc.subarray([...STATES], { minLength: 1 }) },
      { requiredKeys: [] }
    )
    await fc.assert(
      fc.asyncProperty(filters, fc.integer({ min: 1, max: 25 }), fc.boolean(), async (filter, limit, grows) => {
        const { streams, states } = filter
        const expected = known
          .filter(({ stream }) => streams === undefined || (streams as string[]).includes(stream))
          .filter(({ state }) => states === undefined || (states as string[]).includes(state))
          .map(({ id }) => id)
          .sort()
          .reverse()
        const found: string[] = []
        let cursor: string | null = null
        do {
          const page = await store.list(filter as IncidentFilter, { cursor, limit })
          expect(page.items.length).toBeLessThanOrEqual(limit)
          found.push(...page.items.map(({ id }) => id))
          cursor = page.next
          if (grows && known.length < 120) await add(1)
        } while (cursor !== null)
        expect(found).toEqual(expected)
      }),
      { numRuns: 60 }
    )
  })
})
