import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { EndedSessions } from '../../../src/http/access/ended-sessions.ts'
import { silentLog } from '../../../src/lib/log.ts'
import { MemoryEndedSessions } from './memory-ended-sessions.ts'

const PERIOD_MS = 5000
const HOUR_MS = 3_600_000

let keeper: MemoryEndedSessions
let warnings: string[]
beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 0, 5) })
  keeper = new MemoryEndedSessions()
  warnings = []
})
afterEach(() => vi.useRealTimers())

const member = () => {
  const log = { ...silentLog, warn: (_fields: object, message: string) => void warnings.push(message) }
  return new EndedSessions({ keeper, log, clock: Date.now, periodMs: PERIOD_MS })
}
const ended = (id: string) => ({ id, untilMs: Date.now() + HOUR_MS })

describe('sessions that were ended', () => {
  test('are known at once here, and a period later at another member', async () => {
    const [here, there] = [member(), member()]
    expect(await there.has('a')).toBe(false)
    await here.end(ended('a'))
    expect([await here.has('a'), await here.has('b'), await there.has('a')]).toEqual([true, false, false])
    await vi.advanceTimersByTimeAsync(PERIOD_MS)
    expect(await there.has('a')).toBe(true)
    await Promise.all([here.close(), there.close()])
  })

  test('are known to a member that has just begun, before it answers', async () => {
    await keeper.keep(ended('a'))
    const fresh = member()
    expect(await fresh.has('a')).toBe(true)
    await fresh.close()
  })

  test('nobody is asked while nobody shows a session, and whoever comes then waits for the answer', async () => {
    const quiet = member()
    await quiet.has('a')
    await vi.advanceTimersByTimeAsync(PERIOD_MS * 3)
    const { asked } = keeper
    await keeper.keep(ended('a'))
    await vi.advanceTimersByTimeAsync(PERIOD_MS * 100)
    expect(keeper.asked).toBe(asked)
    expect(await quiet.has('a')).toBe(true)
    await quiet.close()
  })

  test('hold here while their keeper is away, and are kept when it is back', async () => {
    const here = member()
    keeper.isAway = true
    await here.end(ended('a'))
    expect(await here.has('a')).toBe(true)
    expect(warnings).toContainEqual(expect.stringMatching(/cannot be kept, trying again/))
    keeper.isAway = false
    await vi.advanceTimersByTimeAsync(PERIOD_MS)
    expect([...keeper.sessions.keys()]).toEqual(['a'])
    await here.close()
  })

  test('are kept at the latest when the service ends', async () => {
    const here = member()
    keeper.isAway = true
    await here.end(ended('a'))
    keeper.isAway = false
    await here.close()
    expect(keeper.sessions.has('a')).toBe(true)
  })

  test('tell who watches, once, wherever they were ended', async () => {
    const [here, there] = [member(), member()]
    const [told, untold] = [vi.fn(), vi.fn()]
    there.onEnd('a', told)
    there.onEnd('a', untold)()
    await here.end(ended('a'))
    await vi.advanceTimersByTimeAsync(PERIOD_MS * 2)
    expect([told.mock.calls.length, untold.mock.calls.length]).toEqual([1, 0])
    await Promise.all([here.close(), there.close()])
  })

  test('are forgotten when they would have ended by themselves', async () => {
    const here = member()
    await here.end(ended('a'))
    await vi.advanceTimersByTimeAsync(HOUR_MS)
    await here.has('b')
    await vi.advanceTimersByTimeAsync(PERIOD_MS)
    expect(await here.has('a')).toBe(false)
    await here.close()
  })
})
