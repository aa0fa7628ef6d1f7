import type { Delivery } from '../model/alarm.ts'
import type { PictureRole } from '../model/incident.ts'
import type { QueueCount } from '../pipeline/incidents/alarm-store.ts'
import type { Page, PageQuery } from '../pipeline/incidents/page.ts'
import type { SendOutcome } from './send-outcome.ts'
import type { AlarmTarget, SecretField, TargetInput } from './target-schema.ts'

/** A target as people are shown it: of its secrets only that they are set. */
export interface TargetView {
  readonly target: Omit<AlarmTarget, SecretField>
  readonly isFixed: boolean
  /** What may be shown of each; null when it is not set. */
  readonly secrets: Readonly<Record<SecretField, string | null>>
  readonly queue: QueueCount
}

/** What people ask of the alarms. Every method may reject with AppError `incident/store-failed`. */
export interface AlarmControl {
  targets(): Promise<readonly TargetView[]>
  /** @throws AppError `alarm/target-invalid`, `alarm/too-many-targets` */
  add(input: TargetInput, by: string): Promise<TargetView>
  /** Secrets that are left out stay. @throws AppError `alarm/target-invalid`, `alarm/target-not-found`, `alarm/target-fixed` */
  change(id: string, input: TargetInput, by: string): Promise<TargetView>
  /** @throws AppError `alarm/target-not-found`, `alarm/target-fixed` */
  remove(id: string, by: string): Promise<void>
  /** Sends a message of nothing, at once and once. @throws AppError `alarm/target-not-found` */
  test(id: string): Promise<SendOutcome & { readonly tookMs: number }>
  dead(target: string | null, page: PageQuery): Promise<Page<Delivery>>
  /** @returns How many are tried again. */
  retry(ids: readonly string[]): Promise<number>
  /** @returns How many were deleted. */
  discard(ids: readonly string[]): Promise<number>
  /** Opens a link of `PictureLinks`. @throws AppError `alarm/link-invalid`, `incident/not-found`, `snapshot/not-found` */
  picture(incident: string, role: PictureRole, ends: string, signature: string): Promise<Uint8Array>
}
