/** A wait that can be ended before its time. One at a time. */
export class Nap {
  #wake: (() => void) | null = null

  /** @param ms How long, when nobody wakes it. */
  sleep(ms: number): Promise<void> {
    return new Promise(resolve => {
      const finish = () => {
        clearTimeout(timer)
        this.#wake = null
        resolve()
      }
      const timer = setTimeout(finish, ms)
      this.#wake = finish
    })
  }

  /** Ends the wait; does nothing when there is none. */
  wake(): void {
    this.#wake?.()
  }
}
