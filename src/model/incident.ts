import { FAULT_KINDS, type FaultKind } from './fault.ts'

/** What an incident can be of: a camera's fault, or `service`: something that the service itself depends on. */
export const INCIDENT_KINDS = [...FAULT_KINDS, 'service'] as const
export type IncidentKind = (typeof INCIDENT_KINDS)[number]

/** How much of the picture a fault costs. `lost`: no usable picture; `impaired`: usable in part; `silent`: no frames at all. */
export const TIERS = ['lost', 'impaired', 'silent'] as const
export type Tier = (typeof TIERS)[number]

export const TIER_OF: Readonly<Record<IncidentKind, Tier>> = {
  'stream-gap': 'silent',
  undecodable: 'lost',
  'no-signal': 'lost',
  black: 'lost',
  corrupted: 'lost',
  frozen: 'lost',
  moved: 'lost',
  occluded: 'lost',
  bright: 'impaired',
  shaken: 'impaired',
  'partly-occluded': 'impaired',
  defocused: 'impaired',
  'low-contrast': 'impaired',
  noise: 'impaired',
  stripes: 'impaired',
  'colour-cast': 'impaired',
  service: 'silent'
}

/** `acknowledged` still goes on: somebody has taken it. */
export const INCIDENT_STATES = ['open', 'acknowledged', 'closed'] as const
export type IncidentState = (typeof INCIDENT_STATES)[number]

/** What a person says that it was. */
export const VERDICTS = ['real', 'false-alarm', 'planned'] as const
export type IncidentVerdict = (typeof VERDICTS)[number]

/** The last healthy picture, the first and the worst faulty one, the first healthy one again. */
export const PICTURE_ROLES = ['before', 'first', 'worst', 'after'] as const
export type PictureRole = (typeof PICTURE_ROLES)[number]

export interface IncidentPicture {
  readonly key: string
  /** When the frame was received, epoch ms. */
  readonly atMs: number
}

export const TIMELINE_STEPS = [
  'opened',
  'raised',
  'reopened',
  'acknowledged',
  'verdict',
  'closed',
  'severity',
  'note'
] as const
export type TimelineStep = (typeof TIMELINE_STEPS)[number]

export interface TimelineEntry {
  readonly atMs: number
  readonly what: TimelineStep
  /** Who; null when the service did it. */
  readonly by: string | null
  readonly en: string
  readonly zh: string
}

/** A raised fault with its sentence, as it is told and kept. Times in epoch ms, figures rounded. */
export interface ToldFault {
  readonly kind: FaultKind
  /** 0..1 */
  readonly severity: number
  readonly sinceMs: number
  /** From the first frame that showed it to its being raised, ms. */
  readonly detectMs: number | null
  readonly measure: string
  readonly value: number
  readonly limit: number
  readonly reference: number | null
  readonly unit: string
  /** 16 x 9 grid, 144 characters of `0`/`1`, or null. */
  readonly mask: string | null
  readonly why: string
  readonly whyZh: string
}

/** A fault with a beginning and an end. Replaced, never patched. */
export interface Incident {
  /** Sorts by the time of opening; see `incidentId`. */
  readonly id: string
  /** Null for an incident of a group, or of the service. */
  readonly stream: string | null
  /** The group of a group incident. */
  readonly group: string | null
  /** Groups of the camera when it was opened: what it is found under. */
  readonly groups: readonly string[]
  readonly kind: IncidentKind
  readonly state: IncidentState
  /** Now, or when it was last seen; 0..1. */
  readonly severity: number
  readonly peakSeverity: number
  readonly openedAtMs: number
  readonly lastSeenAtMs: number
  readonly closedAtMs: number | null
  /** From the first frame that showed it to its being raised, ms; null when that is not known. */
  readonly detectMs: number | null
  readonly explained: readonly FaultKind[]
  /** At its worst; null for group and service incidents. */
  readonly fault: ToldFault | null
  /** How often it ended and came back within the reopening window. */
  readonly flaps: number
  readonly why: string
  readonly whyZh: string
  readonly pictures: Readonly<Record<PictureRole, IncidentPicture | null>>
  readonly acknowledgedBy: string | null
  readonly acknowledgedAtMs: number | null
  readonly note: string | null
  readonly verdict: IncidentVerdict | null
  readonly members: readonly { readonly stream: string; readonly incidentId: string }[]
  readonly parentId: string | null
  readonly timeline: readonly TimelineEntry[]
}

const NO_PICTURES: Incident['pictures'] = { before: null, first: null, worst: null, after: null }

/** What nothing is known of when an incident begins; whoever opens one says the rest. */
export const NEW_INCIDENT = {
  group: null,
  groups: [],
  state: 'open',
  closedAtMs: null,
  detectMs: null,
  explained: [],
  fault: null,
  flaps: 0,
  pictures: NO_PICTURES,
  acknowledgedBy: null,
  acknowledgedAtMs: null,
  note: null,
  verdict: null,
  members: [],
  parentId: null,
  timeline: []
} as const satisfies Partial<Incident>
