import type { Readable } from 'node:stream'
import { Agent, type Dispatcher } from 'undici'
import { AppError, errorText } from '../../errors.ts'
import type { FleetReader } from '../../fleet/fleet-reader.ts'
import type { MemberInfo } from '../../fleet/member-info.ts'
import type { AccessToken } from '../../model/access.ts'
import { requestError } from '../error-answer.ts'
import { REQUEST_PROBLEMS } from '../messages.ts'
import { CALLER_HEADER, MEMBER_HEADER } from './peer-headers.ts'
import type { PeerVouching } from './peer-vouching.ts'

export interface PeerCall {
  readonly method: string
  /** With its query, as it goes onto the wire. */
  readonly path: string
  readonly headers: Readonly<Record<string, string | string[]>>
  readonly body: Buffer | string | null
  /** In whose name; null where no tokens are set. */
  readonly asker: AccessToken | null
  readonly signal: AbortSignal
  /** Longest silence while the answer comes, ms; 0 for none. */
  readonly silenceMs: number
}

const CONNECT_MS = 2000
const ANSWER_MS = 15_000
/** Twenty thousand cameras take some 30 MiB. */
const MOST_ANSWER_BYTES = 64 * 1024 * 1024

/** Calls between members: only of addresses that live members have announced, and only taken from the very session that was meant. */
export class PeerClient {
  readonly #fleet: Pick<FleetReader, 'members'>
  readonly #vouching: Pick<PeerVouching, 'sign'>
  readonly #agent: Agent

  /** @param ca Authorities (PEM) that may have signed members' certificates; null for those that Node knows. */
  constructor(fleet: Pick<FleetReader, 'members'>, vouching: Pick<PeerVouching, 'sign'>, ca: string | null = null) {
    this.#fleet = fleet
    this.#vouching = vouching
    const connect = { timeout: CONNECT_MS, ...(ca === null ? {} : { ca }) }
    this.#agent = new Agent({ connect, headersTimeout: ANSWER_MS })
  }

  /**
   * Begins a call; redirects are not followed.
   *
   * @throws AppError `fleet/owner-unreachable`: no answer, or not that member's; `fleet/not-owner`: it is another one by now.
   */
  async begin(member: MemberInfo, call: PeerCall): Promise<Dispatcher.ResponseData> {
    const { silenceMs, headers, method, asker, ...rest } = call
    let answer: Dispatcher.ResponseData
    try {
      const vouched =
        asker === null ? {} : { [CALLER_HEADER]: await this.#vouching.sign(member, method, call.path, asker) }
      answer = await this.#agent.request({
        ...rest,
        origin: this.#originOf(member),
        method: method as Dispatcher.HttpMethod,
        headers: { ...headers, ...vouched, [MEMBER_HEADER]: member.session },
        bodyTimeout: silenceMs
      })
    } catch (cause) {
      throw cause instanceof AppError ? cause : unreachable(member, errorText(cause), cause)
    }
    if (answer.statusCode !== 421 && answer.headers[MEMBER_HEADER] === member.session) return answer
    answer.body.on('error', () => undefined).destroy()
    if (answer.statusCode === 421) throw requestError('fleet/not-owner', REQUEST_PROBLEMS.notOwner(member.id))
    // It lets nobody in, not even to say who it is.
    if (answer.statusCode === 401) throw unreachable(member, 'it answers 401: all members need the same API_TOKENS')
    throw unreachable(member, 'something else answers there')
  }

  /**
   * Asks for JSON.
   *
   * @throws AppError `fleet/owner-unreachable`, `fleet/not-owner`; also when the answer is an error or no JSON.
   */
  async ask(
    member: MemberInfo,
    { method, path, asker, body }: { method: string; path: string; asker: AccessToken | null; body?: unknown },
    signal: AbortSignal
  ): Promise<unknown> {
    const answer = await this.begin(member, {
      method,
      path,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' })
      },
      body: body === undefined ? null : JSON.stringify(body),
      asker,
      signal,
      silenceMs: ANSWER_MS
    })
    try {
      const text = await textOf(answer.body)
      if (answer.statusCode < 400) return JSON.parse(text) as unknown
    } catch (cause) {
      throw unreachable(member, errorText(cause), cause)
    }
    throw unreachable(member, `it answers ${answer.statusCode}`)
  }

  async close(): Promise<void> {
    // Also of streams that have no end.
    await this.#agent.destroy()
  }

  /** @throws AppError `fleet/owner-unreachable`: nobody announced it, or it is no address of a service. */
  #originOf({ id, session, url: text }: MemberInfo): string {
    const member = this.#fleet.members().find(other => other.session === session && other.url === text)
    const url = URL.canParse(text) ? new URL(text) : null
    const isService = url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === ''
    if (member !== undefined && isService) return url.origin
    throw requestError(
      'fleet/owner-unreachable',
      REQUEST_PROBLEMS.ownerUnreachable(id, JSON.stringify(text), 'this is no address that a live member announced')
    )
  }
}

export function unreachable(member: MemberInfo, reason: string, cause?: unknown): AppError {
  const text = REQUEST_PROBLEMS.ownerUnreachable(member.id, member.url, reason)
  return requestError('fleet/owner-unreachable', text, cause)
}

async function textOf(body: Readable): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > MOST_ANSWER_BYTES) {
      body.destroy()
      throw new Error(`Its answer is larger than ${MOST_ANSWER_BYTES} bytes`)
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
