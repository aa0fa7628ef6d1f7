import type { AlarmTargetBody, DeadLetter, TargetBody, TestAnswer } from '../../src/http/schemas/alarms.ts'
import { request, withQuery } from './request.ts'
import { signed } from './signed.ts'

const TARGETS = '/pushhub/alarms/targets'
const DEAD = '/pushhub/alarms/dead-letters'
const MOST_DEAD = 50

export function fetchTargets(signal?: AbortSignal): Promise<{ readonly items: readonly AlarmTargetBody[] }> {
  return request(TARGETS, signal ? { signal } : {})
}

/** @param id Of the target that is changed; null adds one. */
export function saveTarget(id: string | null, body: Omit<TargetBody, 'by'>): Promise<AlarmTargetBody> {
  if (id === null) return request(TARGETS, { method: 'POST', body: signed(body) })
  return request(targetPath(id), { method: 'PUT', body: signed(body) })
}

export function removeTarget(id: string): Promise<unknown> {
  return request(targetPath(id), { method: 'DELETE' })
}

export function testTarget(id: string): Promise<TestAnswer> {
  return request(`${targetPath(id)}/test`, { method: 'POST' })
}

/** What was given up, newest first. */
export function fetchDead(signal?: AbortSignal): Promise<{ readonly items: readonly DeadLetter[] }> {
  return request(withQuery(DEAD, { limit: MOST_DEAD }), signal ? { signal } : {})
}

export function settleDead(verb: 'retry' | 'discard', ids: readonly string[]): Promise<{ readonly count: number }> {
  return request(`${DEAD}/${verb}`, { method: 'POST', body: signed({ ids: [...ids] }) })
}

function targetPath(id: string): string {
  return `${TARGETS}/${encodeURIComponent(id)}`
}
