import { connect, createServer, type Server, type Socket } from 'node:net'

/**
 * Stands between a client and a server, so that a test can make the server hang, die, slow down or cut connections
 * without touching the server that other suites share. Listens on a free port of 127.0.0.1.
 *
 * @example
 * const proxy = await TcpProxy.start(s3.host, s3.port)
 * proxy.pause()          // connections open, nothing is ever answered
 * await proxy.refuse()   // connections are refused, open ones are reset
 * await proxy.resume()
 */
export class TcpProxy {
  readonly host = '127.0.0.1'
  #port = 0
  readonly #upstreamHost: string
  readonly #upstreamPort: number
  readonly #pairs = new Set<Pair>()
  #server: Server | null = null
  #paused = false
  #latencyMs = 0
  #resets = 0
  #accepted = 0

  private constructor(upstreamHost: string, upstreamPort: number) {
    this.#upstreamHost = upstreamHost
    this.#upstreamPort = upstreamPort
  }

  static async start(upstreamHost: string, upstreamPort: number): Promise<TcpProxy> {
    const proxy = new TcpProxy(upstreamHost, upstreamPort)
    await proxy.#listen()
    return proxy
  }

  get port(): number {
    return this.#port
  }

  /** Connections taken so far. */
  get accepted(): number {
    return this.#accepted
  }

  /** Accepts but passes nothing on, in either direction, on open and on new connections. What arrived is kept. */
  pause(): void {
    this.#paused = true
    for (const pair of this.#pairs) pair.pause()
  }

  /** Resets open connections and refuses new ones. */
  async refuse(): Promise<void> {
    const server = this.#server
    this.#server = null
    this.cut()
    if (server) await new Promise<void>(resolve => server.close(() => resolve()))
  }

  /** Passes everything on again: after `pause` with what waited meanwhile, after `refuse` on the same port. */
  async resume(): Promise<void> {
    this.#paused = false
    if (!this.#server) await this.#listen()
    for (const pair of this.#pairs) pair.resume()
  }

  /** Delays all that passes by so much in each direction; 0 takes it away. */
  delay(latencyMs: number): void {
    this.#latencyMs = latencyMs
  }

  /** Resets all open connections once; new ones work. */
  cut(): void {
    for (const pair of this.#pairs) pair.reset()
    this.#pairs.clear()
  }

  /** Resets each of the next connections as soon as the client has sent something. */
  resetNext(connections: number): void {
    this.#resets = connections
  }

  async close(): Promise<void> {
    await this.refuse()
  }

  #listen(): Promise<void> {
    const server = createServer(client => this.#accept(client))
    return new Promise((resolve, reject) => {
      server.once('error', reject)
      server.listen(this.#port, this.host, () => {
        this.#port = (server.address() as { port: number }).port
        this.#server = server
        resolve()
      })
    })
  }

  #accept(client: Socket): void {
    this.#accepted++
    client.setNoDelay(true)
    if (this.#resets > 0) {
      this.#resets--
      client.on('error', () => undefined)
      client.once('data', () => client.resetAndDestroy())
      return
    }
    const upstream = connect(this.#upstreamPort, this.#upstreamHost)
    const pair = new Pair(client, upstream, () => this.#latencyMs)
    this.#pairs.add(pair)
    client.once('close', () => this.#pairs.delete(pair))
    if (this.#paused) pair.pause()
  }
}

/** One client's connection and the one behind it. */
class Pair {
  readonly #client: Socket
  readonly #upstream: Socket

  constructor(client: Socket, upstream: Socket, latencyMs: () => number) {
    this.#client = client
    this.#upstream = upstream
    upstream.setNoDelay(true)
    passOn(client, upstream, latencyMs)
    passOn(upstream, client, latencyMs)
  }

  pause(): void {
    this.#client.pause()
    this.#upstream.pause()
  }

  resume(): void {
    this.#client.resume()
    this.#upstream.resume()
  }

  reset(): void {
    this.#client.resetAndDestroy()
    this.#upstream.destroy()
  }
}

function passOn(from: Socket, to: Socket, latencyMs: () => number): void {
  const later = (action: () => void): void => {
    const ms = latencyMs()
    if (ms > 0) setTimeout(action, ms)
    else action()
  }
  from.on('data', chunk => {
    later(() => {
      if (!to.destroyed) to.write(chunk)
    })
  })
  from.on('end', () => later(() => to.end()))
  from.on('error', () => to.destroy())
  from.on('close', () => later(() => to.destroy()))
}
