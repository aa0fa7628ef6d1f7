import { type ClusterMap, nodeName } from '../../../clients/cluster-map.ts'
import type { HostAndPort } from '../../../clients/redis-address.ts'

const REDIRECTION = /^(MOVED|ASK) (\d+) (.*):(\d+)$/

/** Where a key is read now. */
interface KeyPlace {
  /** Null while nobody knows. */
  readonly node: HostAndPort | null
  /** Its slot is on its way there: the node serves it to those alone who ask for that. */
  readonly isAsking: boolean
}

/** The map of a cluster, with what nodes said of it since it was made. */
export class ClusterRedirects {
  readonly #map: ClusterMap
  /** Keys whose slot is on its way, and where they lie already. */
  readonly #asking = new Map<string, HostAndPort>()
  #isDoubtful = false

  constructor(map: ClusterMap) {
    this.#map = map
  }

  /** A node has said that a slot is elsewhere, or on its way: the map should be asked for again. */
  get isDoubtful(): boolean {
    return this.#isDoubtful || this.#asking.size > 0
  }

  /** Whether the key's slot is on its way to where the key is read. */
  isAsking(key: string): boolean {
    return this.#asking.has(key)
  }

  placeOf(key: string): KeyPlace {
    const asking = this.#asking.get(key)
    return asking === undefined ? { node: this.#map.nodeOf(key), isAsking: false } : { node: asking, isAsking: true }
  }

  /**
   * Takes in what a node said; other errors than MOVED and ASK say nothing about the map.
   *
   * @param from The node that said it.
   */
  heard(keys: readonly string[], said: string, from: HostAndPort): void {
    const match = REDIRECTION.exec(said)
    if (match === null) return
    const [, kind, slot, host, port] = match
    // A node that does not know its own address leaves the host out: it is the one that was asked.
    const node = { host: host === '' || host === undefined ? from.host : host, port: Number(port) }
    if (kind === 'ASK') {
      for (const key of keys) this.#asking.set(key, node)
      return
    }
    this.#isDoubtful = true
    for (const key of keys) this.#asking.delete(key)
    this.#map.moved(Number(slot), node)
  }

  /** Nobody asks for the key any more. */
  forget(key: string): void {
    this.#asking.delete(key)
  }

  /** The map was asked for again. Slots that have arrived where they were going need no asking. */
  mapIsNew(): void {
    this.#isDoubtful = false
    for (const [key, node] of this.#asking) {
      const owner = this.#map.nodeOf(key)
      if (owner !== null && nodeName(owner) === nodeName(node)) this.#asking.delete(key)
    }
  }
}
