import type { ObjectReference } from '../model/result-message.ts'

/** The results of one camera on their way out, in order: one that waits for its snapshot holds up those behind it. */
export class ResultLine {
  /** Results that wait. */
  #waiting = 0
  #tail: Promise<void> = Promise.resolve()

  /**
   * Sends at once when nothing has to be waited for, and else behind what waits.
   *
   * @param stored Resolves to the snapshot that the result tells of; null: it has none. Must not reject.
   */
  send(stored: Promise<ObjectReference | null> | null, send: (reference: ObjectReference | null) => void): void {
    if (stored === null && this.#waiting === 0) {
      send(null)
      return
    }
    this.#waiting++
    this.#tail = this.#tail
      .then(() => stored)
      .then(reference => send(reference))
      .finally(() => {
        this.#waiting--
      })
  }

  /** Resolves once every result has been sent. */
  settled(): Promise<void> {
    return this.#tail
  }
}
