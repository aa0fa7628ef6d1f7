import type { Alarm, Delivery, LastDelivery } from '../../model/alarm.ts'
import type { AuditEntry } from '../../model/audit-entry.ts'
import type { Fence } from '../../model/fence.ts'
import type { Page, PageQuery } from './page.ts'

/** An alarm that nobody has dealt out. */
export interface FreshAlarm {
  readonly alarm: Alarm
  /** By which the store knows it. */
  readonly receipt: string
}

/** What there is for one target. */
export interface QueueCount {
  readonly waiting: number
  /** When the alarm that waits longest happened, epoch ms; null when none waits. */
  readonly oldestMs: number | null
  readonly dead: number
  readonly last: LastDelivery | null
}

/** How a try ended: it arrived, is tried again, or is given up. */
export type Settlement =
  | { readonly how: 'delivered'; readonly delivery: Delivery; readonly atMs: number }
  | { readonly how: 'later' | 'dead'; readonly delivery: Delivery; readonly atMs: number }

/**
 * Alarms on their way out, and whom they go to. Alarms get in with the incidents: `IncidentStore.save` puts each milestone
 * of an incident (`milestonesOf`) that it has not seen before here in the very step that writes the incident.
 *
 * One process at a time deals out and settles; in a fleet its fence (of slot 0) is checked in the step that writes, and
 * what is refused has had no effect. Every method rejects with AppError `incident/store-failed` when the store cannot be used.
 *
 * @example
 * const fresh = await store.fresh(100)
 * await store.dealOut(fresh.map(({ receipt }) => receipt), deliveriesOf(fresh), 5000, null)
 */
export interface AlarmStore {
  /** Oldest first. */
  fresh(most: number): Promise<readonly FreshAlarm[]>
  /** Alarms that were given up before anybody dealt them out, since too many waited. Grows. */
  lostFresh(): Promise<number>
  /**
   * Takes alarms off and puts their deliveries into the queues of their targets, as one step. A delivery that was there
   * before is left as it is.
   *
   * @param most Deliveries that may wait for one target; more are left out.
   * @returns How many were left out, by target.
   */
  dealOut(
    receipts: readonly string[],
    deliveries: readonly Delivery[],
    most: number,
    fence: Fence | null
  ): Promise<ReadonlyMap<string, number>>
  /** Targets that were ever dealt an alarm of an incident, by incident. */
  toldOf(incidents: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>
  /** In the order in which they were dealt out. */
  waiting(target: string, most: number): Promise<readonly Delivery[]>
  /** @param mostDead Given-up deliveries that are kept for one target; the oldest go. */
  settle(settlement: Settlement, mostDead: number, fence: Fence | null): Promise<void>
  counts(targets: readonly string[]): Promise<ReadonlyMap<string, QueueCount>>
  /** What was given up, newest first. @param target Null for all. */
  dead(target: string | null, page: PageQuery): Promise<Page<Delivery>>
  /** Puts what was given up back to the end of its queue, as if it had never been tried. @returns How many there were. */
  revive(ids: readonly string[], nowMs: number): Promise<number>
  /** Deletes what was given up. @returns How many there were. */
  removeDead(ids: readonly string[]): Promise<number>
  /** Targets that people have set, JSON text by id. */
  targets(): Promise<ReadonlyMap<string, string>>
  saveTarget(id: string, text: string, entry: AuditEntry): Promise<void>
  /** With everything that waits for it, and was given up. */
  removeTarget(id: string, entry: AuditEntry): Promise<void>
}
