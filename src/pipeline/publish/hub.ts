/** A result on its way out: serialised once, in the shard. */
export interface OutgoingResult {
  readonly stream: string
  readonly abnormal: boolean
  /** The whole WebSocket message, JSON text. */
  readonly text: string
}
