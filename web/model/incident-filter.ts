import type { IncidentFilter } from '../api/incident-calls.ts'
import type { Incident } from '../api/types.ts'

export const INCIDENT_TABS = ['open', 'new', 'ended', 'false', 'all'] as const
export type IncidentTab = (typeof INCIDENT_TABS)[number]

/** Choices of how far back to look; `any` without end. */
export const PERIODS = { '24h': 86_400_000, '7d': 7 * 86_400_000, '30d': 30 * 86_400_000, any: null } as const
export type Period = keyof typeof PERIODS

export interface ListFilter {
  readonly tab: IncidentTab
  readonly kind: string | null
  readonly group: string | null
  readonly stream: string | null
  readonly period: Period
  /** Lower-case text that a loaded incident must hold. */
  readonly text: string
}

export function readListFilter(search: string): ListFilter {
  const query = new URLSearchParams(search)
  const tab = query.get('tab')
  const period = query.get('period')
  return {
    tab: INCIDENT_TABS.find(name => name === tab) ?? 'open',
    kind: query.get('kind'),
    group: query.get('group'),
    stream: query.get('stream'),
    period: period !== null && Object.hasOwn(PERIODS, period) ? (period as Period) : 'any',
    text: (query.get('q') ?? '').trim().toLowerCase()
  }
}

/** What the service is asked for; the text is looked for here, in what is loaded. */
export function requestOf({ tab, kind, group, stream, period }: ListFilter, nowMs: number): IncidentFilter {
  const lengthMs = PERIODS[period]
  return { ...TAB_REQUESTS[tab], kind, group, stream, from: lengthMs === null ? null : nowMs - lengthMs }
}

const TAB_REQUESTS: Readonly<Record<IncidentTab, IncidentFilter>> = {
  open: { state: 'open,acknowledged' },
  new: { state: 'open' },
  ended: { state: 'closed' },
  false: { verdict: 'false-alarm' },
  all: {}
}

/** Whether an incident that has just changed belongs on the list. A group is known to the service alone. */
export function belongs(incident: Incident, { tab, kind, group, stream }: ListFilter): boolean {
  if (kind !== null && incident.kind !== kind) return false
  if (stream !== null && incident.stream !== stream) return false
  if (group !== null && incident.group !== group) return false
  switch (tab) {
    case 'open':
      return incident.state !== 'closed'
    case 'new':
      return incident.state === 'open'
    case 'ended':
      return incident.state === 'closed'
    case 'false':
      return incident.verdict === 'false-alarm'
    case 'all':
      return true
  }
}

export function holdsText({ id, name, stream, group, note }: Incident, text: string): boolean {
  return text === '' || [id, name, stream, group, note].some(part => part?.toLowerCase().includes(text) === true)
}

/** Cameras of a group incident stand under it, not beside it. */
export function topLevel(items: readonly Incident[]): readonly Incident[] {
  const ids = new Set(items.map(({ id }) => id))
  return items.filter(({ parentId }) => parentId === null || !ids.has(parentId))
}
