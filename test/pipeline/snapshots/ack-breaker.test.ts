import { describe, expect, it } from 'vitest'
import { AckBreaker } from '../../../src/pipeline/snapshots/ack-breaker.ts'

describe('AckBreaker', () => {
  it('opens after a failure and closes after a snapshot that was stored within the limit', () => {
    const breaker = new AckBreaker(200)
    expect(breaker.open).toBe(false)
    breaker.failed()
    expect(breaker.open).toBe(true)
    breaker.stored(201)
    expect(breaker.open).toBe(true)
    breaker.stored(200)
    expect(breaker.open).toBe(false)
  })

  it('opens after a snapshot that took too long', () => {
    const breaker = new AckBreaker(200)
    breaker.stored(500)
    expect(breaker.open).toBe(true)
  })

  it('stays open without a limit', () => {
    const breaker = new AckBreaker(0)
    breaker.stored(0)
    expect(breaker.open).toBe(true)
  })
})
