import { expect, it } from 'vitest'
import type { EndedSessionKeeper } from '../../../src/http/access/ended-sessions.ts'

type Keeper = Omit<EndedSessionKeeper, 'isShared'>

/** What every keeper of ended sessions does. */
export function keepsEndedSessions(open: () => Keeper): void {
  it('gives back what was kept, to who opens it anew too', async () => {
    await open().keep({ id: 'a', untilMs: 2000 }, 1000)
    await open().keep({ id: 'b', untilMs: 3000 }, 1000)
    const kept = await open().kept(1000)
    expect([...kept].sort((x, y) => x.untilMs - y.untilMs)).toEqual([
      { id: 'a', untilMs: 2000 },
      { id: 'b', untilMs: 3000 }
    ])
  })

  it('has none before the first', async () => expect(await open().kept(0)).toEqual([]))

  it('keeps one that was ended twice once', async () => {
    const keeper = open()
    await Promise.all([keeper.keep({ id: 'a', untilMs: 2000 }, 0), keeper.keep({ id: 'a', untilMs: 2000 }, 0)])
    expect(await keeper.kept(0)).toEqual([{ id: 'a', untilMs: 2000 }])
  })

  it('loses none of many at once', async () => {
    const keeper = open()
    await Promise.all(Array.from({ length: 20 }, (_, i) => keeper.keep({ id: `s${i}`, untilMs: 5000 }, 0)))
    expect(await keeper.kept(0)).toHaveLength(20)
  })

  it('forgets those that would have ended by themselves', async () => {
    const keeper = open()
    await keeper.keep({ id: 'a', untilMs: 2000 }, 1000)
    await keeper.keep({ id: 'b', untilMs: 9000 }, 2000)
    expect(await keeper.kept(2000)).toEqual([{ id: 'b', untilMs: 9000 }])
    expect(await keeper.kept(9000)).toEqual([])
  })
}
