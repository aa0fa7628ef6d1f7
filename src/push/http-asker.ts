import { randomBytes } from 'node:crypto'
import { type Dispatcher, request } from 'undici'
import { chooseChallenge, type DigestChallenge, digestAuthorization } from './digest.ts'

/** An answer whose body has not been read. */
export type HttpAnswer = Dispatcher.ResponseData

export interface AskOptions {
  readonly dispatcher: Dispatcher
  readonly signal: AbortSignal
}

/**
 * Asks one address again and again with user and password: none are sent before the server has said how it wants them,
 * and its nonce is used until it says that it is stale.
 */
export class HttpAsker {
  readonly #url: URL
  readonly #username: string
  readonly #password: string
  #challenge: DigestChallenge | 'basic' | null = null
  #count = 0
  #cnonce = ''

  /** @param address With user and password where the server wants them. */
  constructor(address: string) {
    const url = new URL(address)
    this.#username = decoded(url.username)
    this.#password = decoded(url.password)
    url.username = ''
    url.password = ''
    this.#url = url
  }

  /**
   * @returns Whatever the server answers, also 401 when user and password are wrong.
   * @throws What undici says when there is no answer.
   */
  async get(options: AskOptions): Promise<HttpAnswer> {
    const first = await this.#ask(options)
    if (first.statusCode !== 401 || this.#username === '') return first
    const challenge = chooseChallenge(headerLines(first.headers['www-authenticate']))
    const wasAnswered = this.#challenge !== null
    const isNew = challenge !== null && challenge !== 'basic' && (challenge.stale || this.#hasOtherNonce(challenge))
    // An answer that was refused is not sent again: servers lock those out who try. A new nonce deserves one.
    if (challenge === null || (wasAnswered && !isNew)) return first
    await first.body.dump()
    this.#take(challenge)
    const second = await this.#ask(options)
    if (second.statusCode === 401) this.#challenge = null
    return second
  }

  #take(challenge: DigestChallenge | 'basic'): void {
    this.#challenge = challenge
    this.#count = 0
    this.#cnonce = randomBytes(16).toString('hex')
  }

  #hasOtherNonce({ nonce }: DigestChallenge): boolean {
    return this.#challenge !== null && this.#challenge !== 'basic' && this.#challenge.nonce !== nonce
  }

  #ask({ dispatcher, signal }: AskOptions): Promise<HttpAnswer> {
    const authorization = this.#authorization()
    return request(this.#url, {
      dispatcher,
      signal,
      headers: {
        accept: 'image/jpeg, multipart/x-mixed-replace, */*;q=0.1',
        'user-agent': 'camera-check-push',
        ...(authorization === null ? {} : { authorization })
      }
    })
  }

  #authorization(): string | null {
    if (this.#challenge === null) return null
    if (this.#challenge === 'basic') {
      return `Basic ${Buffer.from(`${this.#username}:${this.#password}`, 'utf8').toString('base64')}`
    }
    this.#count++
    return digestAuthorization(this.#challenge, {
      method: 'GET',
      uri: this.#url.pathname + this.#url.search,
      username: this.#username,
      password: this.#password,
      count: this.#count,
      cnonce: this.#cnonce
    })
  }
}

function headerLines(value: string | string[] | undefined): readonly string[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value]
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
