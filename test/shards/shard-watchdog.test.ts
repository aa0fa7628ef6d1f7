import { describe, expect, it } from 'vitest'
import type { FrameMark } from '../../src/shards/black-box.ts'
import { ShardWatchdog } from '../../src/shards/shard-watchdog.ts'

/** A thread as its black box shows it. */
class OwnThread {
  beats = 0
  marks: FrameMark[] = []

  frames(): FrameMark[] {
    return this.marks
  }
}

function watched(stuckRounds = 5): { thread: OwnThread; watchdog: ShardWatchdog } {
  const thread = new OwnThread()
  const watchdog = new ShardWatchdog(stuckRounds)
  watchdog.watch(thread)
  return { thread, watchdog }
}

describe('shard watchdog', () => {
  it('is content with a thread that beats', () => {
    const { thread, watchdog } = watched()
    for (let i = 0; i < 100; i++) {
      thread.beats += 4
      expect(watchdog.look()).toBeNull()
      expect(watchdog.isSilent).toBe(false)
    }
  })

  it('says after three looks that a thread is silent, and gives it up after as many as were set', () => {
    const { thread, watchdog } = watched(5)
    thread.beats = 1
    watchdog.look()
    const looks = Array.from({ length: 5 }, () => ({ hang: watchdog.look(), silent: watchdog.isSilent }))
    expect(looks.map(({ hang }) => hang)).toEqual([null, null, null, null, { what: 'thread' }])
    expect(looks.map(({ silent }) => silent)).toEqual([false, false, true, true, true])
  })

  it('forgives a thread that comes back before it was given up', () => {
    const { thread, watchdog } = watched(5)
    for (let round = 0; round < 10; round++) {
      thread.beats++
      for (let i = 0; i < 4; i++) expect(watchdog.look()).toBeNull()
    }
  })

  it('gives a thread that is being started a minute', () => {
    const { watchdog } = watched(5)
    for (let i = 0; i < 59; i++) expect(watchdog.look()).toBeNull()
    expect(watchdog.isSilent).toBe(false)
    expect(watchdog.look()).toEqual({ what: 'thread' })
  })

  it('gives up a thread that beats and is not done with one frame', () => {
    const { thread, watchdog } = watched(5)
    thread.marks = [{ stream: 'gate', cursor: '7-0', number: 3 }]
    const looks = Array.from({ length: 6 }, () => {
      thread.beats++
      return watchdog.look()
    })
    expect(looks).toEqual([null, null, null, null, null, { what: 'frame', stream: 'gate', cursor: '7-0' }])
  })

  it('knows one frame from the next of the same camera', () => {
    const { thread, watchdog } = watched(2)
    for (let number = 1; number < 20; number++) {
      thread.beats++
      thread.marks = [{ stream: 'gate', cursor: '7-0', number }]
      expect(watchdog.look()).toBeNull()
    }
  })

  it('begins anew with another thread', () => {
    const { thread, watchdog } = watched(5)
    thread.beats = 9
    for (let i = 0; i < 5; i++) watchdog.look()
    watchdog.watch(new OwnThread())
    expect(watchdog.isSilent).toBe(false)
    expect(watchdog.look()).toBeNull()
  })
})
