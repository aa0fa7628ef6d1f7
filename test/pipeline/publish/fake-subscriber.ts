import type { Subscriber } from '../../../src/pipeline/publish/subscriber.ts'

/** A client whose reading is done by hand: nothing leaves until `take` is called. */
export class FakeSubscriber implements Subscriber {
  readonly received: Buffer[] = []
  closedWith: number | null = null
  terminated = false
  #waiting: { bytes: number; taken: () => void }[] = []

  pendingBytes(): number {
    return this.#waiting.reduce((sum, batch) => sum + batch.bytes, 0)
  }

  send(messages: readonly Buffer[], taken: () => void): void {
    this.received.push(...messages)
    this.#waiting.push({ bytes: messages.reduce((sum, message) => sum + message.length, 0), taken })
  }

  close(code: number): void {
    this.closedWith = code
  }

  terminate(): void {
    this.terminated = true
  }

  /** Reads the oldest batch, as a client's read would. @returns false when there is none. */
  take(): boolean {
    const batch = this.#waiting.shift()
    batch?.taken()
    return batch !== undefined
  }

  takeAll(): void {
    while (this.take());
  }

  texts(): string[] {
    return this.received.map(message => message.toString())
  }
}
