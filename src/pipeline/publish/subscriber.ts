/** One receiver of results, such as a WebSocket client. */
export interface Subscriber {
  /** Bytes that were handed over and have not left this process yet. The hub holds back while they are many. */
  pendingBytes(): number

  /**
   * Hands over messages, in order. Must not block and must not throw.
   *
   * @param messages UTF-8 JSON texts. Shared with other subscribers: never written to.
   * @param taken Called once when all of them have left this process; not called when the connection broke.
   */
  send(messages: readonly Buffer[], taken: () => void): void

  /** Says goodbye and ends the connection within a short grace, whether or not the other side answers. */
  close(code: number, reason: string): void

  /** Ends the connection at once. */
  terminate(): void
}
