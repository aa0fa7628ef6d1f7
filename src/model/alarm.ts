import type { Incident } from './incident.ts'

/** What of an incident leaves the service. `changed`: it turned out to be of another kind; `judged`: somebody said what it was. */
export const ALARM_WHATS = ['opened', 'reopened', 'changed', 'escalated', 'acknowledged', 'judged', 'closed'] as const
export type AlarmWhat = (typeof ALARM_WHATS)[number]

/** What a target is told that does not say what it wants: where an incident begins, gets worse and ends. */
export const USUAL_WHATS: readonly AlarmWhat[] = ['opened', 'reopened', 'changed', 'escalated', 'closed']

/** A step of an incident that is told outside. */
export interface Milestone {
  readonly what: AlarmWhat
  /** Of its entry in the incident's timeline, epoch ms. */
  readonly atMs: number
}

/** One thing to tell: the same step of the same incident has the same id for good. */
export interface Alarm {
  /** `<incident>.<what>.<time in base 36>` */
  readonly id: string
  readonly what: AlarmWhat
  readonly atMs: number
  /** As it was then; without its timeline. */
  readonly incident: Incident
}

/** One alarm on its way to one target. */
export interface Delivery {
  /** `<alarm>@<target>` */
  readonly id: string
  readonly target: string
  readonly alarm: Alarm
  /** Tries that have failed. */
  readonly attempts: number
  /** When it was put into its queue, for the first time or anew, epoch ms. */
  readonly queuedMs: number
  /** Not tried before this, epoch ms. */
  readonly dueMs: number
  readonly lastError: string | null
  /** When it was given up, epoch ms; null while it waits. */
  readonly diedAtMs: number | null
}

/** How the newest try for a target went. */
export interface LastDelivery {
  readonly atMs: number
  readonly outcome: 'delivered' | 'failed'
  readonly alarm: string
  readonly error: string | null
}

export function alarmId(incident: string, { what, atMs }: Milestone): string {
  return `${incident}.${what}.${Math.trunc(atMs).toString(36)}`
}

export function deliveryId(alarm: string, target: string): string {
  return `${alarm}@${target}`
}
