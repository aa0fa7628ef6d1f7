import type { AlarmTargetBody, TargetBody } from '../../../../src/http/schemas/alarms.ts'

/** Fields that a person types, as they stand in the form. */
export type DraftField = (typeof DRAFT_FIELDS)[number]
const DRAFT_FIELDS = [
  'url',
  'token',
  'secret',
  'password',
  'chat',
  'template',
  'contentType',
  'host',
  'port',
  'user',
  'from',
  'to'
] as const

type TargetType = AlarmTargetBody['type']
type Security = AlarmTargetBody['security']

export interface TargetDraft {
  readonly id: string | null
  readonly name: string
  readonly type: TargetType
  readonly enabled: boolean
  readonly language: 'en' | 'zh'
  readonly pictures: boolean
  readonly security: Security
  readonly fields: Readonly<Record<DraftField, string>>
  readonly whats: readonly AlarmTargetBody['filter']['what'][number][]
  readonly kinds: readonly AlarmTargetBody['filter']['kinds'][number][]
  readonly cameras: string
  readonly groups: string
  /** 0..100 */
  readonly minSeverity: string
}

/** Which fields each type has, in the order of the form. */
export const FIELDS_OF: Readonly<Record<TargetType, readonly DraftField[]>> = {
  webhook: ['url', 'secret'],
  custom: ['url', 'secret', 'contentType', 'template'],
  slack: ['url'],
  teams: ['url'],
  discord: ['url'],
  telegram: ['token', 'chat'],
  ntfy: ['url', 'token'],
  pagerduty: ['token'],
  email: ['host', 'port', 'user', 'password', 'from', 'to']
}
export const TARGET_TYPES = Object.keys(FIELDS_OF) as readonly TargetType[]
/** What is never shown again once it is set. */
export const SECRETS: readonly DraftField[] = ['url', 'token', 'secret', 'password']
export const SECURITIES: readonly Security[] = ['starttls', 'tls', 'none']
export const WHATS = ['opened', 'reopened', 'changed', 'escalated', 'acknowledged', 'judged', 'closed'] as const
const USUAL: readonly (typeof WHATS)[number][] = ['opened', 'reopened', 'changed', 'escalated', 'closed']

/** The form of a target, of a new one for null. */
export function draftOf(target: AlarmTargetBody | null, language: 'en' | 'zh'): TargetDraft {
  const empty = Object.fromEntries(DRAFT_FIELDS.map(field => [field, ''])) as Record<DraftField, string>
  if (target === null) {
    return {
      ...{ id: null, name: '', type: 'webhook', enabled: true, language, pictures: true, security: 'starttls' },
      ...{ fields: empty, whats: USUAL, kinds: [], cameras: '', groups: '', minSeverity: '0' }
    }
  }
  const { id, name, type, enabled, pictures, security, filter } = target
  const { chat, template, contentType, host, port, user, from, to } = target
  const known = { chat, template, contentType, host, port, user, from, to: to.join(', ') }
  const typed = Object.fromEntries(
    Object.entries(known).map(([field, value]) => [field, value === null ? '' : String(value)])
  )
  return {
    ...{ id, name, type, enabled, language: target.language, pictures, security },
    fields: { ...empty, ...typed },
    whats: filter.what,
    kinds: filter.kinds,
    cameras: filter.cameras.join(', '),
    groups: filter.groups.join(', '),
    minSeverity: String(Math.round(filter.minSeverity * 100))
  }
}

/** What is sent of a form: empty secrets are left out, and stay as they are. @param before What the form does not show stays. */
export function bodyOf(draft: TargetDraft, before: AlarmTargetBody | null): Omit<TargetBody, 'by'> {
  const { name, type, enabled, language, pictures, security, whats, kinds, cameras, groups, minSeverity } = draft
  const typed = FIELDS_OF[type].flatMap(field => {
    const text = draft.fields[field].trim()
    return text === '' ? [] : [[field, valueFor(field, text)]]
  })
  return {
    ...{ name: name.trim(), type, enabled, language, pictures },
    ...(type === 'email' ? { security } : {}),
    ...Object.fromEntries(typed),
    filter: {
      what: [...whats],
      kinds: [...kinds],
      cameras: listOf(cameras),
      groups: listOf(groups),
      minSeverity: Math.min(1, Math.max(0, Number(minSeverity) / 100 || 0)),
      groupMembers: before?.filter.groupMembers ?? true
    },
    ...(before === null ? {} : { limits: before.limits })
  }
}

function valueFor(field: DraftField, text: string): unknown {
  if (field === 'port') return Number(text)
  return field === 'to' ? listOf(text) : text
}

function listOf(text: string): string[] {
  return text.split(',').flatMap(part => (part.trim() === '' ? [] : [part.trim()]))
}
