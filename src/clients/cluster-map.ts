import { errorText } from '../errors.ts'
import { keySlot } from './key-slot.ts'
import type { ClusterAddress, HostAndPort } from './redis-address.ts'
import { RespConnection } from './resp-connection.ts'
import type { RespValue } from './resp-parser.ts'

/** The next node is asked when one does not answer for so long. */
const NODE_DEADLINE_MS = 1500

/** Which node of a Redis Cluster has which slots, as far as any of them has told. */
export class ClusterMap {
  readonly #address: ClusterAddress
  readonly #name: string
  readonly #nodes = new Map<string, HostAndPort>()
  /** By slot: the node's name in `#nodes`. */
  #owners: (string | undefined)[] = []
  #turn = 0
  #refreshing: Promise<void> | null = null

  /** @param name Of its connections, for CLIENT LIST. */
  constructor(address: ClusterAddress, name: string) {
    this.#address = address
    this.#name = name
  }

  /** The node that has the key; null while that is not known. */
  nodeOf(key: string): HostAndPort | null {
    const owner = this.#owners[keySlot(key)]
    return (owner === undefined ? undefined : this.#nodes.get(owner)) ?? null
  }

  /** Nodes that have slots. */
  nodes(): HostAndPort[] {
    const owners = new Set(this.#owners)
    return [...this.#nodes].filter(([name]) => owners.has(name)).map(([, node]) => node)
  }

  /** A node said that a slot is elsewhere: its word is newer than the map. */
  moved(slot: number, node: HostAndPort): void {
    this.#owners[slot] = this.#add(node)
  }

  /** Asks the nodes, another one first each time, until one answers. @throws Error what each of them said. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = null
    })
    return this.#refreshing
  }

  async #refresh(): Promise<void> {
    const known = [...new Map([...this.nodes(), ...this.#address.seeds].map(node => [nodeName(node), node])).values()]
    const first = this.#turn++ % known.length
    const failures: string[] = []
    for (const node of [...known.slice(first), ...known.slice(0, first)]) {
      try {
        this.#take(await this.#ask(node), node)
        return
      } catch (cause) {
        failures.push(`${nodeName(node)}: ${errorText(cause)}`)
      }
    }
    throw new Error(`No node of the Redis Cluster tells its slots: ${failures.join('; ')}`)
  }

  async #ask(node: HostAndPort): Promise<RespValue> {
    const connection = new RespConnection({ ...this.#address, ...node, db: 0 }, this.#name)
    try {
      await connection.open(NODE_DEADLINE_MS)
      return await connection.command(['CLUSTER', 'SLOTS'])
    } finally {
      connection.close()
    }
  }

  /** `[[first slot, last slot, [host, port, ...] of the primary, ... of replicas], ...]` */
  #take(answer: RespValue, asked: HostAndPort): void {
    const owners: string[] = []
    for (const range of Array.isArray(answer) ? answer : []) {
      const [first, last, primary] = range as [number, number, RespValue]
      const [host, port] = primary as [Buffer | null, number]
      const text = host === null ? '' : String(host)
      // A node that does not know its own address leaves it out; `?` stands for one whose name was not told.
      if (text === '?') continue
      const name = this.#add({ host: text === '' ? asked.host : text, port })
      for (let slot = first; slot <= last; slot++) owners[slot] = name
    }
    if (owners.length === 0) throw new Error('It is no part of a cluster yet')
    this.#owners = owners
  }

  #add(node: HostAndPort): string {
    const name = nodeName(node)
    if (!this.#nodes.has(name)) this.#nodes.set(name, node)
    return name
  }
}

/** `host:port`. */
export function nodeName({ host, port }: HostAndPort): string {
  return `${host}:${port}`
}
