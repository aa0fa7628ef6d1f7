import { access, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { silentLog } from '../../../src/lib/log.ts'
import { FolderStore } from '../../../src/pipeline/snapshots/adapters/folder-store.ts'
import { AgeSweep } from '../../../src/pipeline/snapshots/age-sweep.ts'
import { formatKey } from '../../../src/pipeline/snapshots/object-key.ts'
import { codeOf, keysOf } from '../../contract/snapshot-store.contract.ts'

const NOW_MS = 1_700_000_000_000
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

describe('AgeSweep', () => {
  let folder: string
  let store: FolderStore
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'camera-check-age-'))
    store = new FolderStore(folder)
  })
  afterEach(async () => {
    vi.useRealTimers()
    await rm(folder, { recursive: true, force: true })
  })

  const sweep = (maxAgeDays: number, clock = () => NOW_MS) => new AgeSweep({ store, maxAgeDays, clock, log: silentLog })
  const put = (stream: string, ageMs: number, suffix = false) =>
    store.put(formatKey(stream, NOW_MS - ageMs, suffix), Uint8Array.of(1))

  it('deletes what is older, of every stream, under either name, and keeps the rest', async () => {
    await put('gate-1', 3 * DAY_MS + 1)
    await put('gate-1', 3 * DAY_MS)
    await put('gate-2', 10 * DAY_MS, true)
    await put('北门', 10 * DAY_MS)
    await put('gate-2', 0)
    await put('gate-2', -DAY_MS)
    expect(await sweep(3).sweepOnce(NOW_MS)).toEqual({ seen: 6, deleted: 3 })
    expect(await keysOf(store, '')).toHaveLength(3)
  })

  it('leaves files alone that are not ours', async () => {
    await mkdir(join(folder, 'gate-1'), { recursive: true })
    await writeFile(join(folder, 'gate-1', '0000000000001.png'), 'x')
    await writeFile(join(folder, '0000000000001.jpg'), 'x')
    await sweep(1).sweepOnce(NOW_MS)
    await access(join(folder, 'gate-1', '0000000000001.png'))
    await access(join(folder, '0000000000001.jpg'))
  })

  it('deletes nothing when there is no age limit', async () => {
    await put('gate-1', 1000 * DAY_MS)
    const none = sweep(0)
    none.start()
    expect(await none.sweepOnce(NOW_MS)).toEqual({ seen: 0, deleted: 0 })
    await none.close()
    expect(await keysOf(store, '')).toHaveLength(1)
  })

  it('takes parts of a day', async () => {
    await put('gate-1', 13 * HOUR_MS)
    await put('gate-1', 11 * HOUR_MS)
    expect(await sweep(0.5).sweepOnce(NOW_MS)).toEqual({ seen: 2, deleted: 1 })
  })

  it('walks at the start and then hourly, and no more once it is closed', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    let nowMs = NOW_MS
    const hourly = sweep(1, () => nowMs)
    await put('gate-1', 2 * DAY_MS)
    await put('gate-1', DAY_MS - HOUR_MS)
    await put('gate-1', 0)
    hourly.start()
    await vi.waitFor(() => expect(hourly.deleted).toBe(1))
    nowMs += HOUR_MS + 1
    // The walk before may not have ended when its deletions were counted.
    await vi.waitFor(() => {
      vi.advanceTimersByTime(HOUR_MS)
      expect(hourly.deleted).toBe(2)
    })
    await hourly.close()
    nowMs += 10 * DAY_MS
    vi.advanceTimersByTime(10 * HOUR_MS)
    await hourly.close()
    expect(await keysOf(store, '')).toHaveLength(1)
  })

  it('survives a store that fails, and says why when it was asked directly', async () => {
    await rm(folder, { recursive: true })
    await writeFile(folder, 'a file in the way')
    const warn = vi.fn()
    const failing = new AgeSweep({ store, maxAgeDays: 1, clock: () => NOW_MS, log: { ...silentLog, warn } })
    expect(await codeOf(failing.sweepOnce(NOW_MS))).toBe('snapshot/read-failed')
    failing.start()
    await vi.waitFor(() => expect(warn).toHaveBeenCalledTimes(1))
    await failing.close()
  })
})
