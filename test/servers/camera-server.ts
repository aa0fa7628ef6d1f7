import { createHash, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface CameraAccess {
  readonly scheme: 'basic' | 'digest'
  readonly username: string
  readonly password: string
  /** Requests after which a nonce is stale. */
  readonly nonceUses?: number
}

/** A camera's web server: `/snap.jpg`, `/mjpeg` (with lengths) and `/mjpeg-plain` (without), for everybody or one user alone. */
export class CameraServer {
  /** Status of each answer, in order. */
  readonly statuses: number[] = []
  readonly #server: Server
  readonly #pictures: readonly Buffer[]
  readonly #access: CameraAccess | null
  #nonce = ''
  #uses = 0
  #shown = 0

  private constructor(pictures: readonly Buffer[], access: CameraAccess | null) {
    this.#pictures = pictures
    this.#access = access
    this.#server = createServer((request, response) => this.#answer(request, response))
  }

  /** @param pictures Shown in turn. */
  static async start(pictures: readonly Buffer[], access: CameraAccess | null = null): Promise<CameraServer> {
    const camera = new CameraServer(pictures, access)
    await new Promise<void>(resolve => camera.#server.listen(0, '127.0.0.1', resolve))
    return camera
  }

  /** `http://127.0.0.1:port/path`, with user and password where there are any. */
  url(path: string, password = this.#access?.password ?? ''): string {
    const { port } = this.#server.address() as AddressInfo
    const user = this.#access === null ? '' : `${this.#access.username}:${encodeURIComponent(password)}@`
    return `http://${user}127.0.0.1:${port}${path}`
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise(resolve => this.#server.close(resolve))
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const challenge = this.#challengeFor(request)
    const status = challenge !== null ? 401 : request.url === '/nothing' ? 404 : 200
    this.statuses.push(status)
    if (status !== 200) {
      response.writeHead(status, challenge === null ? {} : { 'www-authenticate': challenge }).end('no')
    } else if (request.url === '/page') {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Sign in</p>')
    } else if (request.url?.startsWith('/mjpeg')) {
      this.#stream(response, request.url === '/mjpeg')
    } else {
      response.writeHead(200, { 'content-type': 'image/jpeg' }).end(this.#next())
    }
  }

  /** Twenty pictures, and then the end. */
  #stream(response: ServerResponse, hasLengths: boolean): void {
    response.writeHead(200, { 'content-type': 'multipart/x-mixed-replace; boundary="--part"' })
    for (let i = 0; i < 20; i++) {
      const jpeg = this.#next()
      const length = hasLengths ? `Content-Length: ${jpeg.length}\r\n` : ''
      response.write(`--part\r\nContent-Type: image/jpeg\r\n${length}\r\n`)
      response.write(jpeg)
      response.write('\r\n')
    }
    response.end('--part--\r\n')
  }

  #next(): Buffer {
    return this.#pictures[this.#shown++ % this.#pictures.length] ?? Buffer.alloc(0)
  }

  /** What to answer with 401, or null when the request may pass. */
  #challengeFor(request: IncomingMessage): string | null {
    const access = this.#access
    const header = request.headers.authorization ?? ''
    if (access === null) return null
    if (access.scheme === 'basic') {
      const right = `Basic ${Buffer.from(`${access.username}:${access.password}`).toString('base64')}`
      return header === right ? null : 'Basic realm="camera"'
    }
    const isStale = this.#nonce !== '' && this.#uses >= (access.nonceUses ?? Number.POSITIVE_INFINITY)
    if (header !== '' && this.#isRight(header, request.url ?? '', access) && !isStale) {
      this.#uses++
      return null
    }
    this.#nonce = randomBytes(8).toString('hex')
    this.#uses = 0
    return `Digest realm="camera", nonce="${this.#nonce}", qop="auth", algorithm=SHA-256${isStale ? ', stale=true' : ''}`
  }

  /** As RFC 7616 says, and with the count that has to come next. */
  #isRight(header: string, url: string, { username, password }: CameraAccess): boolean {
    const value = (name: string) => new RegExp(`\\b${name}="?([^",]*)`).exec(header)?.[1] ?? ''
    const hash = (text: string) => createHash('sha256').update(text).digest('hex')
    const count = (this.#uses + 1).toString(16).padStart(8, '0')
    const secret = hash(`${username}:camera:${password}`)
    const expected = hash(`${secret}:${this.#nonce}:${count}:${value('cnonce')}:auth:${hash(`GET:${url}`)}`)
    return value('response') === expected && value('nc') === count
  }
}
