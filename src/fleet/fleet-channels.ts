/** What members tell each other without keeping it: whoever is not there misses it. */
export type FleetTopic = 'results' | 'listening' | 'settings' | 'incidents' | 'orders' | 'checks'

/**
 * Messages from any member to all of them, the sender included, in the order in which one sender sent them.
 *
 * @example
 * const stop = channels.listen('settings', message => take(message), () => readAgain())
 * await channels.send('settings', Buffer.from('{}'))
 */
export interface FleetChannels {
  /** Begins to connect. Does not wait for it. */
  start(): void
  /** Resolves once it is on its way to whoever listens. @throws AppError `fleet/store-failed`: it may have been sent, or not. */
  send(topic: FleetTopic, message: Uint8Array): Promise<void>
  /**
   * @param take Must not throw; the bytes are the listener's own.
   * @param onListening Called whenever messages begin to come: what was sent before was missed.
   * @returns Ends it.
   */
  listen(topic: FleetTopic, take: (message: Buffer) => void, onListening?: () => void): () => void
  close(): Promise<void>
}
