import type { Fence } from '../model/fence.ts'
import type { MemberInfo } from './member-info.ts'

/** What the rest of the service asks of the fleet. */
export interface FleetReader {
  readonly self: MemberInfo
  /** The live ones, this one included; load, epoch and cameras of others are some seconds old. */
  members(): readonly MemberInfo[]
  /** Null while nobody owns the stream's slot. */
  ownerOf(stream: string): MemberInfo | null
  /** Null: not ours (any more). */
  fenceOf(stream: string): Fence | null
  /** Owns slot 0: incidents of groups and of the service, sweeps and balancing are its. */
  isCoordinator(): boolean
  /** The owner of slot 0; null while nobody is. */
  coordinator(): MemberInfo | null
  /** How many slots each session owns. */
  slotCounts(): ReadonlyMap<string, number>
  /** Tells everybody this member's load, epoch and cameras now and not with the next renewal. */
  announce(): Promise<void>
  /** Asks for everybody's load, epoch and cameras now. */
  refresh(): Promise<void>
}
