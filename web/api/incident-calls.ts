import type { BulkAnswer, Incident as WholeIncident, IncidentList } from '../../src/http/schemas/incidents.ts'
import type { RemedyBody } from '../../src/http/schemas/remedy.ts'
import type { Verdict } from './types.ts'
import { signed } from './signed.ts'
import { request, withQuery } from './request.ts'

/** Filters of the incident list; several values of one are separated by commas. */
export interface IncidentFilter {
  readonly stream?: string | null
  readonly group?: string | null
  readonly kind?: string | null
  readonly state?: string | null
  readonly verdict?: string | null
  /** Opened at or after, epoch ms. */
  readonly from?: number | null
  readonly to?: number | null
}

export function fetchIncidents(
  filter: IncidentFilter,
  cursor: string | null = null,
  limit = 50,
  signal?: AbortSignal
): Promise<IncidentList> {
  return request(withQuery('/pushhub/incidents', { ...filter, cursor, limit }), signal ? { signal } : {})
}

/** All that a filter fits, as a file. */
export function incidentsCsvPath(filter: IncidentFilter): string {
  return withQuery('/pushhub/incidents', { ...filter, format: 'csv' })
}

function incidentPath(id: string, rest = ''): string {
  return `/pushhub/incidents/${encodeURIComponent(id)}${rest}`
}

export function fetchIncident(id: string, signal?: AbortSignal): Promise<WholeIncident> {
  return request(incidentPath(id), signal ? { signal } : {})
}

export function acknowledge(id: string, note: string): Promise<WholeIncident> {
  return request(incidentPath(id, '/acknowledge'), { method: 'POST', body: signed(note === '' ? {} : { note }) })
}

export function withdrawAcknowledge(id: string): Promise<WholeIncident> {
  return request(incidentPath(id, '/acknowledge'), { method: 'DELETE' })
}

export function setVerdict(id: string, verdict: Verdict | null, note: string): Promise<WholeIncident> {
  const body = signed(note === '' ? { verdict } : { verdict, note })
  return request(incidentPath(id, '/verdict'), { method: 'POST', body })
}

/** Has a change worked out with which a false alarm would not have been raised. */
export function proposeRemedy(id: string): Promise<RemedyBody> {
  return request(incidentPath(id, '/remedy'), { method: 'POST', body: signed({}) })
}

export function fetchRemedy(id: string): Promise<RemedyBody> {
  return request(incidentPath(id, '/remedy'))
}

/** Carries it out. @param isDespite Also when the self-test could not be run. */
export function applyRemedy(id: string, isDespite: boolean): Promise<RemedyBody> {
  return request(incidentPath(id, '/remedy/apply'), { method: 'POST', body: signed({ despite: isDespite }) })
}

export function acknowledgeMany(ids: readonly string[]): Promise<BulkAnswer> {
  return request('/pushhub/incidents/acknowledge', { method: 'POST', body: signed({ ids }) })
}

export function incidentPicturePath(id: string, moment: string): string {
  return incidentPath(id, `/pictures/${moment}`)
}
