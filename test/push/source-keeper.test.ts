import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CameraSource, SourceEnd, SourceListener } from '../../src/push/camera-source.ts'
import type { EndReason } from '../../src/push/end-reason.ts'
import { SourceKeeper } from '../../src/push/source-keeper.ts'

const PICTURE = { jpeg: Buffer.alloc(1), capturedAtMs: 0 }

/** A source that plays what the test says: so many frames, so many ms apart, and then an end, or silence. */
function scripted(runs: readonly { frames: number; everyMs: number; end: EndReason | null }[]) {
  const openedAtMs: number[] = []
  const source: CameraSource = {
    run: (listener: SourceListener, signal: AbortSignal) =>
      new Promise<SourceEnd>(resolve => {
        const script = runs[Math.min(openedAtMs.length, runs.length - 1)]!
        openedAtMs.push(Date.now())
        const finish = (reason: EndReason) => {
          clearInterval(timer)
          resolve({ reason, detail: reason })
        }
        let left = script.frames
        const timer = setInterval(() => {
          if (left-- > 0) listener.frame(PICTURE)
          else if (script.end !== null) finish(script.end)
        }, script.everyMs)
        signal.addEventListener('abort', () => finish('stopped'))
      })
  }
  return { source, openedAtMs }
}

function keep(source: CameraSource, options: { stallMs?: number | null; reconnectMs?: number } = {}) {
  const told: string[] = []
  const keeper = new SourceKeeper({
    source,
    stallMs: options.stallMs === undefined ? 1000 : options.stallMs,
    reconnectMs: options.reconnectMs ?? 30_000,
    random: () => 1,
    listener: {
      opening: () => told.push('opening'),
      frame: () => told.push('frame'),
      lost: () => told.push('lost'),
      ended: ({ reason }, againMs) => told.push(`${reason} ${againMs === null ? 'over' : Math.round(againMs)}`)
    }
  })
  return { keeper, told }
}

beforeEach(() => {
  vi.useFakeTimers({ now: 0 })
})
afterEach(() => {
  vi.useRealTimers()
})

describe('SourceKeeper', () => {
  it('opens a source that never gives anything ever more seldom', async () => {
    const { source } = scripted([{ frames: 0, everyMs: 1, end: 'refused' }])
    const { keeper, told } = keep(source, { reconnectMs: 10_000 })
    keeper.start()
    await vi.advanceTimersByTimeAsync(40_000)
    expect(told.filter(line => line !== 'opening')).toEqual([
      ...[
        'refused 1000',
        'refused 2000',
        'refused 4000',
        'refused 8000',
        'refused 10000',
        'refused 10000',
        'refused 10000'
      ]
    ])
    await keeper.close()
  })

  it('opens one that has given frames again soon', async () => {
    const { source, openedAtMs } = scripted([{ frames: 3, everyMs: 100, end: 'ended' }])
    const { keeper, told } = keep(source)
    keeper.start()
    await vi.advanceTimersByTimeAsync(5000)
    expect(told.filter(line => line.startsWith('ended'))).toEqual([
      'ended 1000',
      'ended 1000',
      'ended 1000',
      'ended 1000'
    ])
    expect(openedAtMs).toEqual([0, 1400, 2800, 4200])
    await keeper.close()
  })

  it('ends one that has stalled, before its first frame as well as later', async () => {
    const { source, openedAtMs } = scripted([
      { frames: 20, everyMs: 100, end: null },
      { frames: 0, everyMs: 100, end: null }
    ])
    const { keeper, told } = keep(source)
    keeper.start()
    await vi.advanceTimersByTimeAsync(6000)
    expect(told.filter(line => line.startsWith('stalled'))).toEqual(['stalled 1000', 'stalled 2000'])
    expect(openedAtMs).toEqual([0, 4000])
    await keeper.close()
  })

  it('lets one be silent that may be, and is over with one that has been played to its end', async () => {
    const quiet = scripted([{ frames: 0, everyMs: 100, end: null }])
    const first = keep(quiet.source, { stallMs: null })
    first.keeper.start(500)
    await vi.advanceTimersByTimeAsync(3_600_000)
    expect(quiet.openedAtMs).toEqual([500])
    await first.keeper.close()
    const film = keep(scripted([{ frames: 2, everyMs: 10, end: 'finished' }]).source)
    film.keeper.start()
    await vi.advanceTimersByTimeAsync(100)
    await film.keeper.done
    expect(film.told).toEqual(['opening', 'frame', 'frame', 'finished over'])
  })

  it('ends at once when closed, in a pause too', async () => {
    const { keeper, told } = keep(scripted([{ frames: 0, everyMs: 1, end: 'refused' }]).source)
    keeper.start()
    await vi.advanceTimersByTimeAsync(500)
    await keeper.close()
    expect(told).toEqual(['opening', 'refused 1000'])
  })
})
