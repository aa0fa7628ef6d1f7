import { createHash, randomBytes } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { FleetReader } from '../../fleet/fleet-reader.ts'
import type { MemberInfo } from '../../fleet/member-info.ts'
import type { AccessToken } from '../../model/access.ts'
import type { MemberVouching } from '../access/guard.ts'
import type { Signer } from '../access/signer.ts'
import { CALLER_HEADER, MEMBER_HEADER } from './peer-headers.ts'

/** Calls whose repetition is noticed; at 200 calls/s those of the last 100 s. */
const MOST_REMEMBERED = 20_000

/**
 * How members tell each other in whose name they ask. The token stays where it came in: the member that took it signs
 * whose it is, for this one call of this one session of another member, and that one lets the call in by its own list of
 * tokens. No clock has a part in it, since clocks of members may differ.
 */
export class PeerVouching implements MemberVouching {
  readonly #fleet: Pick<FleetReader, 'self'>
  readonly #signer: Signer
  /** Of calls that were taken, in their order. */
  readonly #taken = new Set<string>()

  constructor(fleet: Pick<FleetReader, 'self'>, signer: Signer) {
    this.#fleet = fleet
    this.#signer = signer
  }

  /**
   * What goes under `CALLER_HEADER`.
   *
   * @param path With its query, as it goes onto the wire.
   * @throws AppError `access/store-failed`
   */
  sign(member: MemberInfo, method: string, path: string, asker: AccessToken): Promise<string> {
    const id = randomBytes(12).toString('base64url')
    return this.#signer.sign('caller', asker, { m: member.session, w: method, p: digestible(path), i: id })
  }

  async callerOf({ headers, method, raw, originalUrl }: FastifyRequest): Promise<AccessToken | null | undefined> {
    const text = headers[CALLER_HEADER]
    if (text === undefined) return undefined
    const { session } = this.#fleet.self
    if (typeof text !== 'string' || session === '' || headers[MEMBER_HEADER] !== session) return null
    const verified = await this.#signer.verify('caller', text)
    if (verified === null) return null
    const { m: forSession, w: forMethod, p: forPath, i: id } = verified.value
    const isThisCall = forSession === session && forMethod === method
    const isThisPath = forPath === digestible(raw.url ?? '') || forPath === digestible(originalUrl)
    if (!isThisCall || !isThisPath || typeof id !== 'string' || !this.#isFirst(id)) return null
    return verified.token
  }

  #isFirst(id: string): boolean {
    if (this.#taken.has(id)) return false
    this.#taken.add(id)
    if (this.#taken.size > MOST_REMEMBERED) {
      const [oldest] = this.#taken
      if (oldest !== undefined) this.#taken.delete(oldest)
    }
    return true
  }
}

/** A camera's name may take 12,000 characters of a path: of a long one its hash is signed. */
function digestible(path: string): string {
  return path.length <= 100 ? path : createHash('sha256').update(path, 'utf8').digest('base64url')
}
