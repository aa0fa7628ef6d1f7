import { DeadlineError, withDeadline } from '../lib/deadline.ts'
import type { CameraFigures } from './camera-figures.ts'
import type { CameraPusher } from './camera-pusher.ts'
import type { FrameSink } from './frame-sink.ts'

/** Between the starts of two cameras: a hundred ffmpegs at once would starve each other, ms. */
const START_EVERY_MS = 50

/** All cameras of one process. */
export class PushRun {
  readonly #pushers: readonly CameraPusher[]
  readonly #sink: FrameSink

  constructor(pushers: readonly CameraPusher[], sink: FrameSink) {
    this.#pushers = pushers
    this.#sink = sink
  }

  start(): void {
    for (const [i, pusher] of this.#pushers.entries()) pusher.start(i * START_EVERY_MS)
  }

  /** Resolves when every source is over and everything was delivered: never, for cameras that go on. */
  async done(): Promise<void> {
    await Promise.all(this.#pushers.map(pusher => pusher.done()))
  }

  get figures(): readonly CameraFigures[] {
    return this.#pushers.map(({ figures }) => figures)
  }

  /**
   * Ends the sources, delivers what waits, and closes.
   *
   * @param drainMs Longest wait for what is on its way, ms.
   * @returns Frames that could not be delivered in that time.
   */
  async close(drainMs: number): Promise<number> {
    await Promise.all(this.#pushers.map(pusher => pusher.stopSource()))
    const delivered = Promise.all(this.#pushers.map(pusher => pusher.done()))
    try {
      await withDeadline(delivered, drainMs, 'Delivering the last frames')
    } catch (thrown) {
      if (!(thrown instanceof DeadlineError)) throw thrown
    }
    const left = this.#pushers.map(pusher => pusher.abandon())
    await this.#sink.close()
    return (await Promise.all(left)).reduce((sum, count) => sum + count, 0)
  }
}
