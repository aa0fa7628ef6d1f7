import { WritePace, type WritePaceOptions } from '../lib/write-pace.ts'

/** A client that has gathered something to be told. */
export interface GatheringClient {
  flush(): void
}

/** Has all clients of the events written to in rounds. */
export class EventRound {
  readonly #pace: WritePace
  readonly #clients = new Set<GatheringClient>()
  readonly #gathered = new Set<GatheringClient>()

  constructor(options: WritePaceOptions) {
    this.#pace = new WritePace(options)
  }

  /** @returns Takes the client out again. */
  join(client: GatheringClient): () => void {
    this.#clients.add(client)
    return () => {
      this.#clients.delete(client)
      this.#gathered.delete(client)
    }
  }

  /** Has a client flushed soon. */
  plan(client: GatheringClient): void {
    this.#gathered.add(client)
    this.#pace.plan(() => this.#flushAll(), this.#clients.size)
  }

  #flushAll(): void {
    const clients = [...this.#gathered]
    this.#gathered.clear()
    for (const client of clients) client.flush()
  }
}
