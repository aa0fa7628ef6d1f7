import { setTimeout as sleep } from 'node:timers/promises'
import type { ResultMessage } from '../../src/model/result-message.ts'

/** Pushes frames of many streams, numbered from 1 in each, and knows which results belong to them. */
export class NumberedFrames {
  readonly streams: readonly string[]
  readonly #add: (stream: string, meta: object) => Promise<unknown>
  #count = 0
  #flowing = false
  #flow: Promise<void> = Promise.resolve()

  /** @param add Takes one frame to the service; the number travels as `ts_wall_iso`, which results repeat. */
  constructor(streams: readonly string[], add: (stream: string, meta: object) => Promise<unknown>) {
    this.streams = streams
    this.#add = add
  }

  /** Frames that were added to each stream. */
  get count(): number {
    return this.#count
  }

  /** Adds the next frame of every stream. */
  async addOne(): Promise<void> {
    const number = this.#count + 1
    const meta = { ts1: new Date().toISOString(), ts_wall_iso: String(number) }
    await Promise.all(this.streams.map(stream => this.#add(stream, meta)))
    this.#count = number
  }

  async add(count: number): Promise<void> {
    for (let i = 0; i < count; i++) await this.addOne()
  }

  /** Adds a frame to every stream again and again. */
  start(everyMs: number): void {
    this.#flowing = true
    this.#flow = this.#run(everyMs)
  }

  async stop(): Promise<void> {
    this.#flowing = false
    await this.#flow
  }

  /** Numbers of a stream's frames in the order of their results. */
  static numbersOf(messages: readonly ResultMessage[], stream: string): number[] {
    return messages
      .filter(({ data }) => data.stream === stream && data.ts_wall !== null)
      .map(m => Number(m.data.ts_wall))
  }

  /** What a stream's numbers are when each frame was analysed once and in order. */
  get expected(): number[] {
    return Array.from({ length: this.#count }, (_, i) => i + 1)
  }

  async #run(everyMs: number): Promise<void> {
    while (this.#flowing) {
      await this.addOne()
      await sleep(everyMs)
    }
  }
}
