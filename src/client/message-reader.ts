import { BoundedBuffer } from './bounded-buffer.ts'

interface Waiting<T> {
  readonly resolve: (result: IteratorResult<T>) => void
  readonly reject: (error: Error) => void
}

/** One iterator over a stream: hands out what waits for it, then waits for more. */
export class MessageReader<T extends object> implements AsyncIterableIterator<T> {
  readonly #buffer: BoundedBuffer<T>
  readonly #onLeave: (reader: MessageReader<T>) => void
  /** Calls of `next` that nothing was there for, in order. */
  readonly #waiting: Waiting<T>[] = []
  #hasEnded = false
  /** To be thrown once, behind the last message. */
  #error: Error | null = null

  /** @param size Messages that may wait, >= 1. @param onLeave Told when the iteration is left. */
  constructor(size: number, onLeave: (reader: MessageReader<T>) => void) {
    this.#buffer = new BoundedBuffer(size)
    this.#onLeave = onLeave
  }

  /** @returns How many messages were dropped for it. */
  push(message: T): number {
    if (this.#hasEnded) return 0
    const waiting = this.#waiting.shift()
    if (waiting === undefined) return this.#buffer.push(message)
    waiting.resolve({ value: message, done: false })
    return 0
  }

  /** Nothing follows. @param error Why, where that is one. */
  end(error: Error | null): void {
    if (this.#hasEnded) return
    this.#hasEnded = true
    this.#error = error
    for (const { resolve, reject } of this.#waiting.splice(0)) {
      const told = this.#takeError()
      if (told === null) resolve({ value: undefined, done: true })
      else reject(told)
    }
  }

  next(): Promise<IteratorResult<T>> {
    const value = this.#buffer.take()
    if (value !== undefined) return Promise.resolve({ value, done: false })
    if (!this.#hasEnded) return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }))
    const error = this.#takeError()
    return error === null ? Promise.resolve({ value: undefined, done: true }) : Promise.reject(error)
  }

  return(): Promise<IteratorResult<T>> {
    this.end(null)
    while (this.#buffer.take() !== undefined);
    this.#error = null
    this.#onLeave(this)
    return Promise.resolve({ value: undefined, done: true })
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  #takeError(): Error | null {
    const error = this.#error
    this.#error = null
    return error
  }
}
