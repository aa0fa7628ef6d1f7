import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../src/errors.ts'
import { silentLog } from '../../../src/lib/log.ts'
import type { Fence } from '../../../src/model/fence.ts'
import { CursorKeeper } from '../../../src/pipeline/capture/cursor-keeper.ts'
import type { SlotCursors } from '../../../src/pipeline/capture/cursor-store.ts'

const fenceOf = (slot: number, token = 1): Fence => ({ slot, session: 'one', token })

describe('cursor keeper', () => {
  let saves: SlotCursors[][]
  let refused: number[]
  let fails: boolean
  let answers: Promise<void>
  let keeper: CursorKeeper

  beforeEach(() => {
    vi.useFakeTimers()
    saves = []
    refused = []
    fails = false
    answers = Promise.resolve()
    const store = {
      load: async () => new Map<string, string>(),
      save: async (cursors: readonly SlotCursors[]) => {
        if (fails) throw new AppError('capture/cursor-store-failed', 'Store is down')
        saves.push([...cursors])
        await answers
        return refused
      },
      close: async () => undefined
    }
    keeper = new CursorKeeper({ store, everyMs: 3000, clock: Date.now, log: silentLog })
    keeper.watch([
      { stream: 'a', slot: 1, fence: fenceOf(1) },
      { stream: 'b', slot: 1, fence: fenceOf(1) },
      { stream: 'c', slot: 2, fence: fenceOf(2) }
    ])
  })
  afterEach(() => vi.useRealTimers())

  /** Slot, moved cursors and streams that are gone of the last save. */
  const last = () => saves.at(-1)?.map(({ slot, moved, gone }) => [slot, [...moved].flat().join(' '), gone.join(' ')])

  it('saves all slots in one call, of cameras that have moved their cursors', async () => {
    keeper.start()
    keeper.note('a', '1-1')
    keeper.note('a', '2-1')
    keeper.note('nobody', '3-1')
    await vi.advanceTimersByTimeAsync(3000)
    expect(last()).toEqual([
      [1, 'a 2-1', ''],
      [2, '', '']
    ])
    keeper.note('c', '4-1')
    await vi.advanceTimersByTimeAsync(3000)
    expect(last()).toEqual([
      [1, '', ''],
      [2, 'c 4-1', '']
    ])
  })

  it('forgets where a camera was that is subscribed no more, and keeps that of one that goes elsewhere', async () => {
    keeper.note('a', '1-1')
    await keeper.save()
    keeper.watch([
      { stream: 'b', slot: 1, fence: fenceOf(1) },
      { stream: 'c', slot: 2, fence: fenceOf(2) }
    ])
    keeper.forget(['c'])
    await keeper.save()
    expect(last()).toEqual([[1, '', 'a']])
    expect(keeper.cursorOf('a')).toBeNull()
  })

  it('writes no more of a slot that was refused, and counts it', async () => {
    refused = [1]
    keeper.note('a', '1-1')
    await keeper.save()
    refused = []
    keeper.note('a', '2-1')
    await keeper.save()
    expect(last()).toEqual([[2, '', '']])
    expect(keeper.stats()).toEqual({ failed: 0, fenced: 1 })
  })

  it('a slot that was taken again meanwhile is not lost by an answer of before', async () => {
    refused = [1]
    let answer = () => {}
    answers = new Promise(resolve => {
      answer = resolve
    })
    const saving = keeper.save()
    await vi.advanceTimersByTimeAsync(0)
    keeper.watch([{ stream: 'a', slot: 1, fence: fenceOf(1, 2) }])
    answer()
    await saving
    keeper.note('a', '9-1')
    await keeper.save()
    expect(saves.at(-1)?.map(({ fence, moved }) => [fence?.token, [...moved].flat().join()])).toEqual([
      [2, 'a,9-1'],
      [1, '']
    ])
  })

  it('goes on after a failure with all that has not been kept', async () => {
    fails = true
    keeper.note('a', '1-1')
    keeper.watch([{ stream: 'a', slot: 1, fence: fenceOf(1) }])
    await keeper.save()
    fails = false
    await keeper.close()
    expect(last()).toEqual([
      [1, 'a 1-1', 'b'],
      [2, '', 'c']
    ])
    expect(keeper.stats()).toEqual({ failed: 1, fenced: 0 })
  })
})
