import { beforeEach, describe, expect, it } from 'vitest'
import { EventLog, type NumberedEvent } from '../../src/overview/event-log.ts'

describe('EventLog', () => {
  let log: EventLog
  const add = (stream: string) => log.add({ type: 'settings', stream }, 1000)
  const streams = (events: readonly NumberedEvent[] | null) =>
    events?.map(({ event }) => ('stream' in event ? event.stream : event.type)) ?? null
  beforeEach(() => {
    log = new EventLog('boot-1')
  })

  it('gives what has happened since an event', () => {
    const start = log.newestId
    expect(log.since(start)).toEqual([])
    add('a')
    const first = log.newestId
    add('b')
    add('c')
    expect(streams(log.since(start))).toEqual(['a', 'b', 'c'])
    expect(streams(log.since(first))).toEqual(['b', 'c'])
    expect(log.since(log.newestId)).toEqual([])
  })

  it.each(['', 'x', 'boot-1', 'boot-1-', 'boot-1-x', 'boot-2-0', 'boot-1-99', 'boot-1-0.5', 'boot-1--1'])(
    'knows nothing of %s',
    id => {
      expect(log.since(id)).toBeNull()
    }
  )

  it('forgets what is too long ago, and goes on', () => {
    const start = log.newestId
    for (let i = 0; i < 25_000; i++) add(String(i))
    expect(log.since(start)).toBeNull()
    expect(log.since(log.idOf(14_999))).toBeNull()
    expect(log.since(log.idOf(15_000))).toHaveLength(10_000)
    expect(streams(log.since(log.idOf(24_998)))).toEqual(['24998', '24999'])
  })

  it('tells whoever listens, until they stop', () => {
    const heard: NumberedEvent[] = []
    const stop = log.listen(event => heard.push(event))
    add('a')
    expect(log.listeners).toBe(1)
    stop()
    add('b')
    expect(streams(heard)).toEqual(['a'])
    expect(log.listeners).toBe(0)
  })
})
