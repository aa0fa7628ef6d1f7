import { EventEmitter } from 'node:events'
import { beforeEach, describe, expect, it } from 'vitest'
import { createMetrics } from '../src/observe/metrics.ts'
import { ProcessGuard } from '../src/process-guard.ts'
import { metricIn } from './servers/scraped-metric.ts'

describe('process guard', () => {
  let mishaps: EventEmitter
  let lines: string[]
  let ended: number
  let nowMs: number
  let guard: ProcessGuard

  beforeEach(() => {
    mishaps = new EventEmitter()
    lines = []
    ended = 0
    nowMs = 1_000_000
    const ignore = () => undefined
    const log = { debug: ignore, info: ignore, warn: ignore, error: (_: object, text: string) => void lines.push(text) }
    guard = new ProcessGuard({ log, steadyClock: () => nowMs, onMistake: () => ended++ })
    guard.watch(mishaps)
  })

  it('ends the process over an exception that nobody caught, once', () => {
    mishaps.emit('uncaughtException', new Error('x'))
    mishaps.emit('uncaughtException', new Error('x'))
    expect(ended).toBe(1)
    expect(lines).toHaveLength(2)
  })

  it('goes on after a task that failed, counts it and tells it for a minute', async () => {
    const metrics = createMetrics()
    guard.expose(metrics)
    expect(guard.check().ok).toBe(true)
    mishaps.emit('unhandledRejection', new Error('x'))
    mishaps.emit('unhandledRejection', new Error('x'))
    expect(guard.check()).toMatchObject({ name: 'process', ok: false })
    expect(metricIn(await metrics.text(), 'unhandled_rejections_total')).toBe(2)
    nowMs += 60_000
    expect(guard.check().ok).toBe(true)
    expect(ended).toBe(0)
  })
})
