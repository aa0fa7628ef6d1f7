import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../src/errors.ts'
import { silentLog } from '../../../src/lib/log.ts'
import type { Incident } from '../../../src/model/incident.ts'
import type { FencedIncident } from '../../../src/pipeline/incidents/fenced-incidents.ts'
import { IncidentKeeper } from '../../../src/pipeline/incidents/incident-keeper.ts'
import type { IncidentStore } from '../../../src/pipeline/incidents/incident-store.ts'
import { makeIncident, makeReport } from './make-incident.ts'

const START_MS = Date.UTC(2026, 0, 5, 8)
const north = (stream: string | null) => stream?.startsWith('north') ?? false

/** A keeper of one member of a fleet that owns cameras whose names begin with `north`, and nothing else. */
describe('incident keeper in a fleet', () => {
  let kept: Map<string, Incident>
  let isDown: boolean
  let owns: (stream: string | null) => boolean
  let told: string[]
  /** The store's answer is on its way until then. */
  let reading: Promise<void>
  let keeper: IncidentKeeper

  beforeEach(async () => {
    vi.useFakeTimers({ now: START_MS })
    kept = new Map()
    isDown = false
    owns = north
    told = []
    reading = Promise.resolve()
    const answer = () => {
      if (isDown) throw new AppError('incident/store-failed', 'Store is down')
    }
    const store = {
      open: async () => answer(),
      current: async () => {
        answer()
        const found = [...kept.values()]
        await reading
        return found
      },
      saveFenced: async (writes: readonly FencedIncident[]) => {
        answer()
        for (const { incident } of writes) kept.set(incident.id, incident)
        return []
      }
    }
    keeper = new IncidentKeeper({
      store: store as unknown as IncidentStore,
      reopenWindowMs: 60_000,
      groupWindowMs: 5000,
      groupMinCameras: 2,
      placeOf: stream => ({ stream, groups: ['all'], silent: null }),
      onTold: (what, { kind, stream }) => told.push(`${what} ${kind} ${stream}`),
      removePictures: async () => undefined,
      clock: Date.now,
      random: () => 0.5,
      log: silentLog,
      fence: {
        store,
        of: ({ stream }) => (owns(stream) ? { slot: 1, session: 'one', token: 1 } : null),
        onRefused: () => undefined
      }
    })
    await keeper.start()
    keeper.setCameras(['north-1', 'north-2'])
  })
  afterEach(async () => {
    await keeper.close()
    vi.useRealTimers()
  })

  const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)
  const report = (stream: string, kinds: Parameters<typeof makeReport>[1]) =>
    keeper.take(makeReport(Date.now(), kinds, { stream }))

  it('goes on with the incident that the owner before has opened', async () => {
    kept.set('A', makeIncident('A', { stream: 'north-1', openedAtMs: START_MS - 5000 }))
    kept.set('B', makeIncident('B', { stream: 'south-1', openedAtMs: START_MS - 5000 }))
    await keeper.adopt(north)
    report('north-1', ['black'])
    await pass(100)
    expect(keeper.openOf('north-1').map(({ id }) => id)).toEqual(['A'])
    expect([keeper.openOf('south-1'), told]).toEqual([[], ['updated black north-1']])
  })

  it('lets reports wait until the store has answered', async () => {
    kept.set('A', makeIncident('A', { stream: 'north-1', openedAtMs: START_MS - 5000 }))
    isDown = true
    await keeper.adopt(north)
    report('north-1', ['black'])
    expect([keeper.isReady, keeper.openCount]).toEqual([false, 0])
    isDown = false
    await pass(2000)
    expect([keeper.isReady, keeper.openOf('north-1').map(({ id }) => id)]).toEqual([true, ['A']])
  })

  it('takes nothing up that was lost while the store was down', async () => {
    kept.set('A', makeIncident('A', { stream: 'north-1' }))
    isDown = true
    await keeper.adopt(north)
    report('north-1', ['black'])
    owns = () => false
    keeper.drop(north)
    isDown = false
    await pass(2000)
    expect([keeper.isReady, keeper.openCount, told]).toEqual([true, 0, []])
  })

  it('lets a camera go with its incident open and written, and closes nothing', async () => {
    await keeper.adopt(north)
    report('north-1', ['black'])
    await keeper.letGo(north)
    keeper.setCameras([])
    await pass(20_000)
    expect([...kept.values()].map(({ state, stream }) => [state, stream])).toEqual([['open', 'north-1']])
    expect([keeper.openCount, told]).toEqual([0, ['opened black north-1']])
  })

  it('drops a camera that was lost without a word', async () => {
    await keeper.adopt(north)
    report('north-1', ['black'])
    keeper.drop(north)
    report('north-1', ['black'])
    await pass(20_000)
    expect([kept.size, keeper.openCount, told]).toEqual([0, 0, []])
  })

  it('ends the incidents of cameras that nobody watches any more', async () => {
    kept.set('A', makeIncident('A', { stream: 'north-9' }))
    await keeper.adopt(north)
    await pass(100)
    expect(kept.get('A')?.state).toBe('closed')
  })

  it('keeps incidents of groups and of the service while it has slot 0, and no longer', async () => {
    owns = () => true
    const failing = [{ name: 'snapshots', ok: false, detail: 'Down' }]
    const failFor = async () => {
      for (let second = 0; second < 15; second++) {
        keeper.takeChecks(failing)
        await pass(1000)
      }
    }
    await keeper.adopt(north)
    await failFor()
    for (const stream of ['north-1', 'north-2']) report(stream, ['black'])
    await pass(100)
    expect([...kept.values()].map(({ kind, group }) => [kind, group])).toEqual([
      ['black', null],
      ['black', null]
    ])
    await keeper.adopt(stream => stream === null)
    await failFor()
    expect(told.at(-1)).toBe('opened service null')
    keeper.drop(stream => stream === null)
    keeper.takeChecks([])
    await pass(1000)
    expect(told.at(-1)).toBe('opened service null')
  })

  const ofOther = (id: string, fields: Partial<Incident> = {}) =>
    makeIncident(id, { stream: `south-${id}`, groups: ['all'], openedAtMs: Date.now(), ...fields })
  const groupOf = () => [...kept.values()].find(({ group }) => group !== null)

  it('makes one incident of what cameras of several members do at once, and ends it with the last of them', async () => {
    owns = stream => stream === null || north(stream)
    await keeper.adopt(stream => stream === null || north(stream))
    report('north-1', ['black'])
    keeper.hear('opened', ofOther('A'))
    keeper.hear('opened', ofOther('B'))
    await pass(100)
    const own = keeper.openOf('north-1')[0]!
    expect(groupOf()).toMatchObject({ kind: 'black', state: 'open', members: [{ stream: 'north-1' }, {}, {}] })
    expect(own.parentId).toBe(groupOf()!.id)
    // It is for their owners to write that the others belong to it.
    expect([...kept.keys()].sort()).toEqual([own.id, groupOf()!.id].sort())
    keeper.hear('closed', ofOther('A', { state: 'closed', parentId: groupOf()!.id }))
    report('north-1', [])
    // Its owner had not heard of the group yet.
    keeper.hear('closed', ofOther('B', { state: 'closed' }))
    await pass(100)
    expect(groupOf()?.state).toBe('closed')
  })

  describe('after the coordinator before has died', () => {
    const isNull = (stream: string | null) => stream === null
    const leave = (id: string) => keeper.hear('closed', ofOther(id, { state: 'closed', parentId: 'G' }))
    let answer: () => void
    const hold = () => {
      reading = new Promise(resolve => {
        answer = resolve
      })
    }

    beforeEach(() => {
      owns = isNull
      const members = ['A', 'B'].map(id => ({ stream: `south-${id}`, incidentId: id }))
      kept.set('G', makeIncident('G', { stream: null, group: 'all', groups: ['all'], members, lastSeenAtMs: START_MS }))
      // B's owner has not written yet that it belongs to the group.
      kept.set('A', ofOther('A', { parentId: 'G' }))
      kept.set('B', ofOther('B'))
    })

    it('closes the group incident that goes on with the last of its members, once', async () => {
      await keeper.adopt(isNull)
      leave('A')
      await pass(100)
      expect(kept.get('G')?.state).toBe('open')
      leave('B')
      leave('B')
      await pass(100)
      expect([kept.get('G')?.state, told]).toEqual(['closed', ['closed black null']])
    })

    it('closes it when the last of its members closed before anybody led', async () => {
      for (const id of ['A', 'B']) kept.set(id, ofOther(id, { state: 'closed' }))
      await keeper.adopt(isNull)
      await pass(100)
      expect([kept.get('G')?.state, told]).toEqual(['closed', ['closed black null']])
    })

    it('closes it when they close while the store is being read', async () => {
      hold()
      const adopted = keeper.adopt(isNull)
      await pass(10)
      leave('A')
      leave('B')
      answer()
      await adopted
      await pass(100)
      expect([kept.get('G')?.state, told]).toEqual(['closed', ['closed black null']])
    })

    it('lets those join that fail while the store is being read, each once', async () => {
      hold()
      const adopted = keeper.adopt(isNull)
      await pass(10)
      keeper.hear('opened', ofOther('B'))
      keeper.hear('opened', ofOther('C'))
      answer()
      await adopted
      await pass(100)
      expect(kept.get('G')?.members.map(({ incidentId }) => incidentId)).toEqual(['A', 'B', 'C'])
      for (const id of ['A', 'B']) leave(id)
      await pass(100)
      expect(kept.get('G')?.state).toBe('open')
      leave('C')
      await pass(100)
      expect(kept.get('G')?.state).toBe('closed')
    })

    it('finds in the store what it did not hear, and does not forget what it has not written yet', async () => {
      await keeper.adopt(isNull)
      kept.set('A', ofOther('A', { state: 'closed' }))
      hold()
      const read = keeper.readGroups()
      await pass(10)
      keeper.hear('opened', ofOther('C'))
      answer()
      await read
      leave('B')
      await pass(100)
      expect(kept.get('G')).toMatchObject({ state: 'open', members: [{}, {}, { incidentId: 'C' }] })
      leave('C')
      // It is over here, and the store does not know it yet.
      await keeper.readGroups()
      await pass(100)
      expect(kept.get('G')?.state).toBe('closed')
      expect(told.filter(text => text.startsWith('closed'))).toHaveLength(1)
    })

    it('leads no more when slot 0 is lost while the store is being read', async () => {
      for (const id of ['A', 'B']) kept.set(id, ofOther(id, { state: 'closed' }))
      hold()
      const adopted = keeper.adopt(isNull)
      keeper.drop(isNull)
      answer()
      await adopted
      await pass(100)
      expect([kept.get('G')?.state, told]).toEqual(['open', []])
    })
  })

  it('writes of its own incidents that they belong to a group of another member', async () => {
    await keeper.adopt(north)
    report('north-1', ['black'])
    const { id } = keeper.openOf('north-1')[0]!
    const members = [
      { stream: 'north-1', incidentId: id },
      { stream: 'south-1', incidentId: 'A' }
    ]
    keeper.hear('opened', makeIncident('G', { stream: null, group: 'all', members }))
    await pass(100)
    expect([kept.get(id)?.parentId, kept.size]).toEqual(['G', 1])
    keeper.hear('opened', ofOther('B'))
    await pass(100)
    expect(kept.size).toBe(1)
  })

  it('ends a group by its last member, also when that is told of once more after it was closed', async () => {
    owns = stream => stream === null
    await keeper.adopt(stream => stream === null)
    keeper.hear('opened', ofOther('A'))
    keeper.hear('opened', ofOther('B'))
    await pass(100)
    const parentId = groupOf()!.id
    keeper.hear('closed', ofOther('A', { state: 'closed', parentId }))
    // Its picture of afterwards came.
    keeper.hear('updated', ofOther('A', { state: 'closed', parentId }))
    keeper.hear('closed', ofOther('B', { state: 'closed', parentId }))
    await pass(100)
    expect(groupOf()?.state).toBe('closed')
  })

  it('puts together what was opened just before the member died that kept the groups', async () => {
    const at = { openedAtMs: Date.now() - 4000 }
    for (const id of ['A', 'B', 'C']) kept.set(id, ofOther(id, at))
    kept.set('D', ofOther('D', { openedAtMs: Date.now() - 3_600_000 }))
    owns = stream => stream === null
    await keeper.adopt(stream => stream === null)
    await pass(100)
    expect(groupOf()?.members.map(({ incidentId }) => incidentId)).toEqual(['A', 'B', 'C'])
    keeper.hear('closed', ofOther('A', { ...at, state: 'closed' }))
    keeper.hear('closed', ofOther('B', { ...at, state: 'closed' }))
    expect(groupOf()?.state).toBe('open')
    keeper.hear('closed', ofOther('C', { ...at, state: 'closed' }))
    await pass(100)
    expect(groupOf()?.state).toBe('closed')
  })

  it('does not count what another member told of a camera that is ours by now, and closed since', async () => {
    owns = stream => stream === null
    await keeper.adopt(stream => stream === null)
    const heard = makeIncident('A', { stream: 'north-1', groups: ['all'], openedAtMs: Date.now() })
    keeper.hear('opened', heard)
    kept.set('A', heard)
    owns = stream => stream === null || north(stream)
    await keeper.adopt(north)
    report('north-1', ['black'])
    report('north-1', [])
    report('north-2', ['black'])
    await pass(100)
    expect(groupOf()).toBeUndefined()
  })

  it('reads from the store that a member is closed, when its message was lost', async () => {
    owns = stream => stream === null
    await keeper.adopt(stream => stream === null)
    for (const id of ['A', 'B']) {
      kept.set(id, ofOther(id))
      keeper.hear('opened', ofOther(id))
    }
    await pass(100)
    expect(groupOf()?.state).toBe('open')
    for (const id of ['A', 'B']) kept.set(id, ofOther(id, { state: 'closed' }))
    await pass(71_000)
    expect(groupOf()?.state).toBe('closed')
  })

  it('goes on with an incident while frames from before it are judged once more', async () => {
    kept.set('A', makeIncident('A', { stream: 'north-1', groups: [], openedAtMs: START_MS }))
    await keeper.adopt(north)
    const before = { stream: 'north-1', frameMs: START_MS - 500 }
    keeper.take(makeReport(Date.now(), ['black'], before))
    keeper.take(makeReport(Date.now(), [], before))
    keeper.take(makeReport(Date.now(), ['black'], { stream: 'north-1' }))
    await pass(100)
    expect(keeper.openOf('north-1').map(({ id }) => id)).toEqual(['A'])
    keeper.take(makeReport(Date.now(), [], { stream: 'north-1' }))
    await pass(100)
    expect([...kept.values()].filter(({ stream }) => stream === 'north-1')).toMatchObject([
      { id: 'A', state: 'closed' }
    ])
  })
})
