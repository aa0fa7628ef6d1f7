import type { Report } from '../../src/http/schemas/report.ts'
import type { SystemState } from '../../src/http/schemas/system.ts'
import { request, withQuery } from './request.ts'

export function fetchSystem(signal?: AbortSignal): Promise<SystemState> {
  return request('/pushhub/system', signal ? { signal } : {})
}

export interface ReportPeriod {
  readonly from: number
  readonly to: number
  readonly group: string | null
  readonly stream?: string
}

export function fetchReport(period: ReportPeriod, signal?: AbortSignal): Promise<Report> {
  return request(reportPath(period, 'json'), signal ? { signal } : {})
}

export function reportPath(period: ReportPeriod, format: 'json' | 'csv'): string {
  return withQuery('/pushhub/report', { ...period, format })
}

/** Watches these streams and no others. */
export function subscribe(streams: readonly string[]): Promise<unknown> {
  return request('/pushhub/subscribe', { method: 'POST', body: { streams } })
}
