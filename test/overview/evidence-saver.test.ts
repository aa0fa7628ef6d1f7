import { describe, expect, it } from 'vitest'
import { AppError } from '../../src/errors.ts'
import { silentLog } from '../../src/lib/log.ts'
import { DEFAULT_CAMERA_SETTINGS } from '../../src/model/camera.ts'
import type { EvidenceRun } from '../../src/model/evidence.ts'
import type { Fence } from '../../src/model/fence.ts'
import { EvidenceSaver } from '../../src/overview/evidence-saver.ts'
import { EVIDENCE_COLUMNS } from '../../src/pipeline/evidence-columns.ts'
import type { EvidenceBlock } from '../../src/pipeline/incidents/evidence-store.ts'

const DAY_MS = 86_400_000

class KeptEvidence {
  readonly blocks: EvidenceBlock[] = []
  beforeMs = 0
  isDown = false
  saveEvidence = async (blocks: readonly EvidenceBlock[], beforeMs: number) => {
    if (this.isDown) throw new AppError('incident/store-failed', 'down')
    this.blocks.push(...blocks)
    this.beforeMs = beforeMs
  }
  evidence = async (stream: string) => {
    if (this.isDown) throw new AppError('incident/store-failed', 'down')
    return this.blocks.filter(block => block.stream === stream).map(({ bytes }) => bytes)
  }
}

function run(stream: string, ...times: number[]): EvidenceRun {
  const values = Uint16Array.from({ length: times.length * EVIDENCE_COLUMNS }, (_, i) => (i * 40_503) & 0xffff)
  return { stream, settings: DEFAULT_CAMERA_SETTINGS, times, values }
}

describe('EvidenceSaver', () => {
  const create = (store: KeptEvidence, fenceOf?: (stream: string) => Fence | null, keepMs = DAY_MS) => {
    const clock = { steadyMs: 0, ageMs: 10 * DAY_MS }
    const saver = new EvidenceSaver({
      store,
      keepMs,
      steadyClock: () => clock.steadyMs,
      ageClock: () => clock.ageMs,
      log: silentLog,
      fenceOf
    })
    return { saver, clock }
  }
  const now = 10 * DAY_MS

  it('keeps little in blocks of an hour, much sooner, and gives back both what is kept and what waits', async () => {
    const store = new KeptEvidence()
    const { saver, clock } = create(store)
    saver.take([run('a', now - 9000, now - 8000), run('b', now)])
    await saver.save()
    expect(store.blocks).toHaveLength(0)
    clock.steadyMs = 600_000
    await saver.save()
    expect(store.blocks).toHaveLength(0)
    clock.steadyMs = 3_600_000
    await saver.save()
    expect(store.blocks.map(({ stream, toMs }) => [stream, toMs])).toEqual([
      ['a', now - 8000],
      ['b', now]
    ])
    expect(store.beforeMs).toBe(9 * DAY_MS)
    saver.take([run('a', now - 7000)])
    expect(await saver.read('a')).toEqual([run('a', now - 9000, now - 8000), run('a', now - 7000)])
    saver.take([run('a', ...Array.from({ length: 128 }, (_, i) => now + i))])
    await saver.save()
    expect(store.blocks).toHaveLength(3)
    expect((await saver.read('a')).map(({ times }) => times.length)).toEqual([2, 129])
  })

  it('tries again when the store was down, in order, and keeps all at its end', async () => {
    const store = new KeptEvidence()
    const { saver } = create(store)
    saver.take([run('a', now - 2)])
    store.isDown = true
    await saver.letGo(['a'])
    await expect(saver.read('a')).rejects.toMatchObject({ code: 'incident/store-failed' })
    saver.take([run('a', now - 1)])
    store.isDown = false
    await saver.close()
    expect((await saver.read('a')).flatMap(({ times }) => times)).toEqual([now - 2, now - 1])
    expect(store.blocks).toHaveLength(1)
    expect(saver.lost).toBe(0)
  })

  it('loses the oldest of too much, and counts it', async () => {
    const { saver } = create(new KeptEvidence())
    const many = Array.from({ length: 120_000 }, (_, i) => i)
    saver.take([{ ...run('a'), times: many }])
    saver.take([{ ...run('b'), times: many }])
    expect(saver.lost).toBe(120_000)
    expect(await saver.read('a')).toEqual([])
  })

  it('writes for its own cameras alone, by their fence, and forgets what is too old', async () => {
    const store = new KeptEvidence()
    const fence = { slot: 3, session: 'one', token: 7 }
    const { saver } = create(store, stream => (stream === 'a' ? fence : null))
    saver.take([run('a', now - 2 * DAY_MS), run('b', now)])
    await saver.close()
    expect(store.blocks.map(block => [block.stream, block.fence])).toEqual([['a', fence]])
    expect(await saver.read('a')).toEqual([])
  })

  it('keeps nothing when nothing is to be kept', async () => {
    const store = new KeptEvidence()
    const { saver } = create(store, undefined, 0)
    saver.start()
    saver.take([run('a', now)])
    await saver.close()
    expect(store.blocks).toEqual([])
  })
})
