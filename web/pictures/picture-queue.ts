/** A picture that was asked for. */
interface Waiting<T> {
  readonly run: () => Promise<T>
  readonly signal: AbortSignal
  readonly resolve: (value: T) => void
  readonly reject: (reason: unknown) => void
}

/**
 * Few requests at once, the newest first: a browser opens six connections to a service at most, and a tile that has just
 * come into view matters more than one that waits since long. What is given up while it waits never starts.
 */
export class PictureQueue<T> {
  readonly #atOnce: number
  #running = 0
  #waiting: Waiting<T>[] = []

  /** @param atOnce Most requests at the same time. */
  constructor(atOnce: number) {
    this.#atOnce = atOnce
  }

  add(run: () => Promise<T>, signal: AbortSignal): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ run, signal, resolve, reject })
      this.#next()
    })
  }

  #next(): void {
    while (this.#running < this.#atOnce) {
      const job = this.#waiting.pop()
      if (job === undefined) return
      if (job.signal.aborted) job.reject(job.signal.reason)
      else void this.#run(job)
    }
  }

  async #run(job: Waiting<T>): Promise<void> {
    this.#running++
    try {
      job.resolve(await job.run())
    } catch (cause) {
      job.reject(cause)
    } finally {
      this.#running--
      this.#next()
    }
  }
}
