import { beforeEach, describe, expect, it } from 'vitest'
import type { Log } from '../../../../src/lib/log.ts'
import { SourceHealth } from '../../../../src/pipeline/capture/adapters/source-health.ts'

describe('SourceHealth', () => {
  let nowMs: number
  let told: string[]
  let health: SourceHealth
  beforeEach(() => {
    nowMs = 1000
    told = []
    const tell = (fields: object, message: string) => {
      const reason = (fields as { err?: Error }).err?.message
      told.push(reason === undefined ? message : `${message}: ${reason}`)
    }
    const log: Log = { debug: tell, info: tell, warn: tell, error: tell }
    health = new SourceHealth({ where: 'redis:6379', clock: () => nowMs, log })
    health.reads('Reading frames')
    told = []
  })

  it('tells of a lost connection once, and of another reason as soon as it is known', () => {
    health.failed(new Error('Redis closed the connection'))
    nowMs = 1100
    health.failed(new Error('WRONGPASS invalid username-password pair'))
    health.failed(new Error('WRONGPASS invalid username-password pair'))
    expect(told).toEqual([
      'Lost the connection to Redis, trying again until it is back: Redis closed the connection',
      'Cannot read from Redis, trying again: WRONGPASS invalid username-password pair'
    ])
    expect(health.status).toEqual({
      connected: false,
      sinceMs: 1000,
      detail: 'redis:6379: WRONGPASS invalid username-password pair'
    })
  })

  it('tells of reasons that take turns once in 10 s', () => {
    health.failed(new Error('one'))
    for (let i = 0; i < 100; i++) {
      nowMs += 100
      health.failed(new Error(i % 2 === 0 ? 'other' : 'one'))
    }
    expect(told).toHaveLength(2)
    nowMs += 1000
    health.failed(new Error('other'))
    expect(told).toHaveLength(3)
  })
})
