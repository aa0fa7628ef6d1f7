import { ClusterMap, nodeName } from '../../../clients/cluster-map.ts'
import { keySlot } from '../../../clients/key-slot.ts'
import type { ClusterAddress, HostAndPort } from '../../../clients/redis-address.ts'
import { errorText } from '../../../errors.ts'
import type { EncodedFrame } from '../../../model/frame.ts'
import type { FrameSource, SourceStatus, WatchedStream } from '../frame-source.ts'
import { ClusterRedirects } from './cluster-redirects.ts'
import { fetchPicture } from './fetch-picture.ts'
import { type RedisSourceSurroundings, RedisStreamSource } from './redis-stream-source.ts'
import { STREAM_KEY_PREFIX } from './watched-streams.ts'

/** The map is asked for again after so long, and sooner when a node said that it is wrong or cannot be read from. */
const REFRESH_EVERY_MS = 15_000
const CHECK_EVERY_MS = 250

export interface RedisClusterSourceOptions extends RedisSourceSurroundings {
  readonly address: ClusterAddress
}

/** A stream, and the node that it is read from. */
interface PlacedStream {
  readonly stream: string
  readonly key: string
  /** How far it had been read when it came to the node. */
  cursor: string | null
  /** Null while nobody knows where its slot is. */
  node: string | null
}

/**
 * Reads the frames of many cameras from a Redis Cluster: each node is a source of its own, and a stream goes from one to
 * the other with its cursor when its slot does, so that each frame is delivered once and in order whatever moves.
 */
export class RedisClusterSource implements FrameSource {
  readonly name = 'redis'
  readonly #options: RedisClusterSourceOptions
  readonly #map: ClusterMap
  readonly #redirects: ClusterRedirects
  readonly #nodes = new Map<string, RedisStreamSource>()
  readonly #closings = new Set<Promise<void>>()
  #streams = new Map<string, PlacedStream>()
  #timer: NodeJS.Timeout | undefined
  #refreshedAtMs = Number.NEGATIVE_INFINITY
  #closing = false
  /** Why the map could not be had the last time; null when it could. */
  #failure: string | null = 'Not connected yet'
  #failedSinceMs: number

  constructor(options: RedisClusterSourceOptions) {
    this.#options = options
    this.#map = new ClusterMap(options.address, `${options.name}-map`)
    this.#redirects = new ClusterRedirects(this.#map)
    this.#failedSinceMs = options.clock()
  }

  async start(): Promise<void> {
    await this.#refresh()
    // The first cameras are to begin at once, so their nodes are to be connected by then.
    await Promise.all(this.#map.nodes().map(node => this.#sourceOf(node).started))
    this.#timer = setInterval(() => this.#check(), CHECK_EVERY_MS)
  }

  async watch(streams: readonly WatchedStream[]): Promise<void> {
    const known = this.#streams
    this.#streams = new Map(
      streams.map(({ stream, cursor }) => {
        const key = STREAM_KEY_PREFIX + stream
        return [stream, known.get(stream) ?? { stream, key, cursor, node: null }]
      })
    )
    for (const [stream, { key }] of known) if (!this.#streams.has(stream)) this.#redirects.forget(key)
    await this.#place()
  }

  /** Of the whole: the first node that cannot be read from speaks for it. */
  status(stream?: string): SourceStatus {
    if (stream === undefined) return this.#wholeStatus()
    const node = this.#streams.get(stream)?.node ?? null
    const source = node === null ? undefined : this.#nodes.get(node)
    return source?.status() ?? this.#unknownStatus()
  }

  position(stream: string): string | null {
    const placed = this.#streams.get(stream)
    return placed === undefined ? null : this.#positionOf(placed)
  }

  async fetch(frame: EncodedFrame): Promise<EncodedFrame | null> {
    const read = async (key: string) => {
      const { node, isAsking } = this.#redirects.placeOf(key)
      if (node === null) throw new Error('Nobody knows where the slot of the key is')
      try {
        return await this.#sourceOf(node).source.readPicture(key, isAsking)
      } catch (cause) {
        this.#redirects.heard([key], errorText(cause), node)
        throw cause
      }
    }
    try {
      return await fetchPicture(frame, this.#options.maxFrameBytes, read, () => !this.#closing)
    } finally {
      this.#redirects.forget(frame.jpegKey ?? '')
    }
  }

  async close(): Promise<void> {
    this.#closing = true
    clearInterval(this.#timer)
    await Promise.all([...this.#closings, ...[...this.#nodes.values()].map(source => source.close())])
  }

  /** Sees to it that each stream is read from the node that has it now. Nothing is awaited before each is placed. */
  async #place(): Promise<void> {
    if (this.#closing) return
    const byNode = new Map<string, WatchedStream[]>([...this.#nodes.keys()].map(name => [name, []]))
    for (const placed of this.#streams.values()) {
      const { node } = this.#redirects.placeOf(placed.key)
      const name = node === null ? null : nodeName(node)
      if (name !== placed.node) {
        placed.cursor = this.#positionOf(placed)
        placed.node = name
      }
      if (node === null || name === null) continue
      this.#sourceOf(node)
      const { stream, cursor } = placed
      const there = byNode.get(name)
      if (there === undefined) byNode.set(name, [{ stream, cursor }])
      else there.push({ stream, cursor })
    }
    const watching = [...byNode].map(([name, streams]) => this.#nodes.get(name)?.watch(streams))
    this.#closeUnused()
    await Promise.all(watching)
  }

  #positionOf({ stream, cursor, node }: PlacedStream): string | null {
    return (node === null ? null : this.#nodes.get(node)?.position(stream)) ?? cursor
  }

  #sourceOf(node: HostAndPort): { readonly source: RedisStreamSource; readonly started: Promise<void> } {
    const name = nodeName(node)
    const known = this.#nodes.get(name)
    if (known !== undefined) return { source: known, started: Promise.resolve() }
    const { address, ...surroundings } = this.#options
    const source = new RedisStreamSource({
      ...surroundings,
      address: { ...address, ...node, db: 0 },
      cluster: {
        slotOf: keySlot,
        isAsking: key => this.#redirects.isAsking(key),
        redirected: (keys, said) => {
          this.#redirects.heard(keys, said, node)
          // Not in the middle of a reply that the same source is working on.
          setImmediate(() => void this.#place())
        }
      }
    })
    this.#nodes.set(name, source)
    return { source, started: source.start() }
  }

  /** A node that has neither slots nor streams has left, or was made a replica. */
  #closeUnused(): void {
    const used = new Set([...this.#streams.values()].map(({ node }) => node))
    for (const node of this.#map.nodes()) used.add(nodeName(node))
    for (const [name, source] of this.#nodes) {
      if (used.has(name)) continue
      this.#nodes.delete(name)
      const closing = source.close().finally(() => this.#closings.delete(closing))
      this.#closings.add(closing)
    }
  }

  #check(): void {
    const ageMs = this.#options.clock() - this.#refreshedAtMs
    const { isDoubtful } = this.#redirects
    const isBroken = [...this.#nodes.values()].some(source => !source.status().connected)
    if (isDoubtful || isBroken || this.#failure !== null || ageMs >= REFRESH_EVERY_MS) void this.#refresh()
  }

  async #refresh(): Promise<void> {
    try {
      await this.#map.refresh()
      this.#refreshedAtMs = this.#options.clock()
      this.#redirects.mapIsNew()
      if (this.#failure !== null)
        this.#options.log.info({ nodes: this.#map.nodes().length }, 'The Redis Cluster tells its nodes')
      this.#failure = null
      await this.#place()
    } catch (cause) {
      if (this.#failure === null) {
        this.#failedSinceMs = this.#options.clock()
        this.#options.log.warn({ err: cause }, 'No node of the Redis Cluster tells where slots are, trying again')
      }
      this.#failure = errorText(cause)
    }
  }

  #wholeStatus(): SourceStatus {
    const statuses = [...this.#nodes.values()].map(source => source.status())
    if (this.#nodes.size === 0) return this.#unknownStatus()
    const [first] = statuses
    return statuses.find(({ connected }) => !connected) ?? first ?? this.#unknownStatus()
  }

  #unknownStatus(): SourceStatus {
    const detail = this.#failure ?? 'No node of the Redis Cluster has the slot'
    return { connected: false, sinceMs: this.#failedSinceMs, detail }
  }
}
