import { describe, expect, it } from 'vitest'
import { BEAT_MS, ListenerPresence } from '../../src/fleet/listener-presence.ts'

describe('ListenerPresence', () => {
  it('forgets a listener that crashed, and at once one that said good-bye', () => {
    const presence = new ListenerPresence()
    expect(presence.anyListens(0)).toBe(false)
    presence.heard('a', 0)
    expect(presence.anyListens(3 * BEAT_MS)).toBe(true)
    expect(presence.anyListens(4 * BEAT_MS)).toBe(false)
    presence.heard('a', 10_000)
    presence.left('a')
    expect(presence.anyListens(10_000)).toBe(false)
  })

  it('among a hundred listeners everybody hears of another one, and few of them say so', () => {
    const members = Array.from({ length: 100 }, (_, i) => ({ name: `m${i}`, presence: new ListenerPresence() }))
    let beats = 0
    for (let turn = 0; turn < 20; turn++) {
      for (const [i, { name, presence }] of members.entries()) {
        const nowMs = turn * BEAT_MS + i * 17
        if (!presence.mustBeat(nowMs)) continue
        beats++
        for (const other of members) if (other.name !== name) other.presence.heard(name, nowMs)
      }
      const endMs = (turn + 1) * BEAT_MS
      expect(members.every(({ presence }) => presence.anyListens(endMs))).toBe(true)
    }
    expect(beats).toBeLessThan(20 * 4)
  })
})
