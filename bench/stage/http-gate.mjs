import { createServer, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

const HOST = '127.0.0.1'

/** Stands before an HTTP server and passes everything on, or answers in its place, or takes its time. */
export class HttpGate {
  /** What is answered to all in place of the server, or null. @type {{ status: number, code: string } | null} */
  instead = null
  /** Which requests `instead` is for. @type {(method: string) => boolean} */
  insteadOf = () => true
  /** How long each request waits before it is passed on, ms. */
  delayMs = 0
  #server
  #upstream

  /** @param {string} url Of the server. */
  static async start(url) {
    const gate = new HttpGate()
    gate.#upstream = new URL(url)
    gate.#server = createServer((incoming, answer) => void gate.#pass(incoming, answer))
    await new Promise(resolve => gate.#server.listen(0, HOST, resolve))
    return gate
  }

  /** `host:port` */
  get endpoint() {
    return `${HOST}:${this.#server.address().port}`
  }

  /** Breaks all connections once; new ones work. */
  cut() {
    this.#server.closeAllConnections()
  }

  close() {
    this.#server.close()
    this.#server.closeAllConnections()
  }

  async #pass(incoming, answer) {
    if (this.delayMs > 0) await sleep(this.delayMs)
    if (this.instead !== null && this.insteadOf(incoming.method)) {
      incoming.resume()
      answerError(answer, this.instead, incoming.method)
      return
    }
    const { hostname, port } = this.#upstream
    const { method, url: path, headers } = incoming
    // The Host header is signed, so it travels as it came.
    const outgoing = request({ host: hostname, port, method, path, headers }, reply => {
      answer.writeHead(reply.statusCode, reply.headers)
      reply.pipe(answer)
    })
    outgoing.on('error', () => answer.destroy())
    answer.on('close', () => outgoing.destroy())
    incoming.pipe(outgoing)
  }
}

/** As S3 tells an error. @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
function answerError(answer, { status, code }, method) {
  const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`
  answer.writeHead(status, { 'content-type': 'application/xml', 'content-length': Buffer.byteLength(body) })
  answer.end(method === 'HEAD' ? undefined : body)
}
