import type { RunningService } from './running-service.ts'

/** Posts the picture of each stream again and again, with a changing end, so that no frame is the one before. */
export class FramePump {
  readonly #service: () => RunningService
  readonly #shown = new Map<string, readonly Buffer[]>()
  #timer: ReturnType<typeof setInterval> | undefined
  #count = 0

  /** @param service Asked for with every round: it may have been started anew. */
  constructor(service: () => RunningService) {
    this.#service = service
  }

  /** @param pictures Shown in turn. */
  show(stream: string, pictures: readonly Buffer[]): void {
    this.#shown.set(stream, pictures)
  }

  start(everyMs: number): void {
    this.#timer = setInterval(() => this.#round(), everyMs)
  }

  close(): void {
    clearInterval(this.#timer)
  }

  #round(): void {
    this.#count++
    for (const [stream, pictures] of this.#shown) {
      const picture = pictures[this.#count % pictures.length]
      // A service that is being started takes none; the next round comes soon.
      if (picture !== undefined)
        void this.#service()
          .postFrame(stream, picture)
          .catch(() => undefined)
    }
  }
}
