/** One message. */
export interface BrokerMessage {
  readonly topic: string
  readonly payload: string | Uint8Array
  /** The broker keeps it for whoever comes later; an empty one makes it forget what it kept. */
  readonly retain: boolean
}

export interface BrokerListener {
  /** After each connect: what the broker keeps may be old. */
  connected(): void
  /** Something that was asked for by `subscribe`; `retained`: it was kept, and did not happen now. */
  received(topic: string, payload: Uint8Array, retained: boolean): void
}

/** A connection to an MQTT broker that comes back by itself. */
export interface Broker {
  readonly isConnected: boolean
  /** Connects, and goes on trying. Never rejects. */
  start(listener: BrokerListener): void
  /** Resolves once the broker has confirmed it. @throws Error when the connection is gone, or it refuses. */
  publish(message: BrokerMessage): Promise<void>
  /** @throws Error */
  subscribe(filter: string): Promise<void>
  /** @throws Error */
  unsubscribe(filter: string): Promise<void>
  /** Says goodbye first: `last` is published as by the broker itself when the connection is lost. */
  close(): Promise<void>
}
