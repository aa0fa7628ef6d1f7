/** Right to write for the cameras of one slot: checked by the store in the same call as the write. */
export interface Fence {
  /** 0 .. SLOTS - 1 */
  readonly slot: number
  /** The run of a member that holds the slot. */
  readonly session: string
  /** Grows with every claim of any slot; a safe integer. */
  readonly token: number
}
