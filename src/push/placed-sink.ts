import type { Delivery, FrameSink, OutgoingFrame } from './frame-sink.ts'

/** Sends each frame to where its stream lies. */
export class PlacedSink implements FrameSink {
  readonly #sinks: readonly FrameSink[]
  readonly #placeOf: (stream: string) => number

  /** @param placeOf Index of a stream's sink. */
  constructor(sinks: readonly FrameSink[], placeOf: (stream: string) => number) {
    this.#sinks = sinks
    this.#placeOf = placeOf
  }

  async send(frame: OutgoingFrame): Promise<Delivery> {
    const sink = this.#sinks[this.#placeOf(frame.stream)]
    return sink?.send(frame) ?? { ok: false, next: 'refused', reason: 'There is no place for this stream' }
  }

  async close(): Promise<void> {
    await Promise.all(this.#sinks.map(sink => sink.close()))
  }
}
