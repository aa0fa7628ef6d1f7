import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'

export interface ReverseProxyOptions {
  /** URL of the service. */
  readonly target: string
  /** What is taken off the path of each request; left out: nothing. */
  readonly strip?: string
  /** How clients are said to have come. */
  readonly proto?: 'http' | 'https'
}

/** As much of a reverse proxy as operators put before the service: paths, forwarded headers, WebSockets. */
export class ReverseProxy {
  readonly #server: Server
  readonly #options: ReverseProxyOptions
  readonly #sockets = new Set<Socket>()

  private constructor(options: ReverseProxyOptions) {
    this.#options = options
    this.#server = createServer((incoming, answer) => {
      const { hostname, port } = new URL(options.target)
      const { method = 'GET' } = incoming
      const outgoing = request({
        hostname,
        port,
        method,
        path: this.#pathOf(incoming),
        headers: this.#headersOf(incoming)
      })
      outgoing.on('response', from => {
        answer.writeHead(from.statusCode ?? 502, from.headers)
        from.pipe(answer)
      })
      outgoing.on('error', () => answer.destroy())
      incoming.pipe(outgoing)
    })
    this.#server.on('upgrade', (incoming, client: Socket) => this.#upgrade(incoming, client))
    this.#server.on('connection', (socket: Socket) => this.#sockets.add(socket))
  }

  static async start(options: ReverseProxyOptions): Promise<ReverseProxy> {
    const proxy = new ReverseProxy(options)
    proxy.#server.listen(0, '127.0.0.1')
    await once(proxy.#server, 'listening')
    return proxy
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    this.#server.close()
    await once(this.#server, 'close')
  }

  #upgrade(incoming: IncomingMessage, client: Socket): void {
    const { hostname, port } = new URL(this.#options.target)
    const upstream = connect(Number(port), hostname, () => {
      const headers = Object.entries(this.#headersOf(incoming)).map(([name, value]) => `${name}: ${value}`)
      upstream.write(`GET ${this.#pathOf(incoming)} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`)
      client.pipe(upstream).pipe(client)
    })
    upstream.on('error', () => client.destroy())
    client.on('error', () => upstream.destroy())
    client.on('close', () => upstream.destroy())
  }

  #pathOf({ url = '/' }: IncomingMessage): string {
    const { strip } = this.#options
    return strip !== undefined && url.startsWith(strip) ? url.slice(strip.length) || '/' : url
  }

  #headersOf({ headers, socket }: IncomingMessage): Record<string, string> {
    const { proto = 'http' } = this.#options
    return {
      ...(headers as Record<string, string>),
      'x-forwarded-for': socket.remoteAddress ?? '',
      'x-forwarded-proto': proto,
      'x-forwarded-host': headers.host ?? ''
    }
  }
}
