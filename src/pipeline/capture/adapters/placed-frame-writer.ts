import type { FrameWriter } from '../frame-writer.ts'

/** Puts each posted frame where its stream lies. */
export class PlacedFrameWriter implements FrameWriter {
  readonly #writers: readonly FrameWriter[]
  readonly #placeOf: (stream: string) => number

  /** @param placeOf Index of a stream's writer. */
  constructor(writers: readonly FrameWriter[], placeOf: (stream: string) => number) {
    this.#writers = writers
    this.#placeOf = placeOf
  }

  async write(stream: string, jpeg: Buffer, meta: Buffer | null): Promise<void> {
    await this.#writers[this.#placeOf(stream)]?.write(stream, jpeg, meta)
  }

  /** Resolves when one of them answers: the cameras of the others are not watched, but the service is there for the rest. */
  async ping(): Promise<void> {
    try {
      await Promise.any(this.#writers.map(writer => writer.ping()))
    } catch (cause) {
      throw cause instanceof AggregateError ? cause.errors[0] : cause
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#writers.map(writer => writer.close()))
  }
}
