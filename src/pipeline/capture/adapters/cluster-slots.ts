/** What who reads from one node of a cluster asks, and tells, who knows the whole. */
export interface ClusterSlots {
  /** 0 .. 16383. */
  slotOf(key: string): number
  /** Whether the key's slot is on its way to this node, which serves it to those alone who ask for that (ASKING). */
  isAsking(key: string): boolean
  /** The node said that these keys of one slot are elsewhere. @param said `MOVED 3999 host:port`, or `ASK ...`. */
  redirected(keys: readonly string[], said: string): void
}

/** Whether a node said that the key is elsewhere. */
export function isRedirection(error: unknown): boolean {
  return error instanceof Error && /^(MOVED|ASK) /.test(error.message)
}
