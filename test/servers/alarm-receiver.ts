import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A call that was received. */
export interface ReceivedCall {
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

/** What it does with a call; it answers 200 by itself when this does nothing. */
export type Answering = (call: ReceivedCall, response: ServerResponse) => void

/** An HTTP server that alarms are sent to. */
export class AlarmReceiver {
  readonly calls: ReceivedCall[] = []
  answer: Answering = (_call, response) => void response.end('ok')
  readonly #server: Server
  #waiting: (() => void)[] = []

  private constructor(server: Server) {
    this.#server = server
    server.on('request', (request: IncomingMessage, response: ServerResponse) => this.#take(request, response))
  }

  static async start(port = 0): Promise<AlarmReceiver> {
    const server = createServer()
    const receiver = new AlarmReceiver(server)
    await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
    return receiver
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** Bodies as JSON. */
  get messages(): readonly Record<string, unknown>[] {
    return this.calls.map(({ body }) => JSON.parse(body.toString('utf8')) as Record<string, unknown>)
  }

  /** Waits until it has received so many calls. */
  async count(count: number, deadlineMs = 10_000): Promise<readonly ReceivedCall[]> {
    const giveUpAt = performance.now() + deadlineMs
    while (this.calls.length < count) {
      const leftMs = giveUpAt - performance.now()
      if (leftMs <= 0) throw new Error(`Received ${this.calls.length} of ${count} calls within ${deadlineMs} ms`)
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, leftMs)
        this.#waiting.push(() => {
          clearTimeout(timer)
          resolve()
        })
      })
    }
    return this.calls
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise(resolve => this.#server.close(resolve))
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const call = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(parts) }
    this.calls.push(call)
    this.answer(call, response)
    for (const wake of this.#waiting.splice(0)) wake()
  }
}
