/** `first`: nothing is shown in its place yet; `again`: a newer one of what is shown. */
export type Urgency = 'first' | 'again'

/** A picture that was asked for. */
interface Waiting<T> {
  readonly run: () => Promise<T>
  readonly signal: AbortSignal
  readonly resolve: (value: T) => void
  readonly reject: (reason: unknown) => void
}

/**
 * Few requests at once: a browser opens six connections to a service at most. Empty boxes come before newer pictures of
 * filled ones, each in its turn. What is given up while it waits never starts.
 */
export class PictureQueue<T> {
  readonly #atOnce: number
  #running = 0
  readonly #first: Waiting<T>[] = []
  readonly #again: Waiting<T>[] = []

  /** @param atOnce Most requests at the same time. */
  constructor(atOnce: number) {
    this.#atOnce = atOnce
  }

  add(run: () => Promise<T>, urgency: Urgency, signal: AbortSignal): Promise<T> {
    return new Promise((resolve, reject) => {
      const line = urgency === 'first' ? this.#first : this.#again
      line.push({ run, signal, resolve, reject })
      this.#next()
    })
  }

  #next(): void {
    while (this.#running < this.#atOnce) {
      const job = this.#first.shift() ?? this.#again.shift()
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
