import { randomBytes } from 'node:crypto'
import type { SigningSecrets } from './signing-secrets.ts'

/** Where the secret is kept: gives what lies there, or keeps the candidate when there is nothing. */
export type SecretKeeper = (candidate: Buffer) => Promise<Buffer>

const SECRET_BYTES = 32
/** Anybody can send a signature that does not fit: the keeper is asked again at most so often, ms. */
const ASK_AGAIN_MS = 5000
/** What was signed with an older one holds on, until so many newer ones have come. */
const MOST_KNOWN = 4

/** The secret as its keeper has it, remembered, so that a keeper that is away for a while is not missed. */
export class KeptSecrets implements SigningSecrets {
  readonly #keeper: SecretKeeper
  readonly #clock: () => number
  /** The newest first. */
  #known: readonly Buffer[] = []
  #asking: Promise<void> | null = null
  #askedAtMs = Number.NEGATIVE_INFINITY

  /** @param clock Monotonic ms. */
  constructor(keeper: SecretKeeper, clock: () => number) {
    this.#keeper = keeper
    this.#clock = clock
  }

  known(): readonly Buffer[] {
    return this.#known
  }

  async current(): Promise<Buffer> {
    if (this.#known.length === 0) await this.#ask()
    return this.#known[0] as Buffer
  }

  async refreshed(): Promise<readonly Buffer[]> {
    if (this.#known.length === 0) await this.#ask()
    else if (this.#clock() - this.#askedAtMs >= ASK_AGAIN_MS) await this.#ask().catch(() => undefined)
    return this.#known
  }

  #ask(): Promise<void> {
    this.#asking ??= this.#load().finally(() => {
      this.#asking = null
    })
    return this.#asking
  }

  async #load(): Promise<void> {
    this.#askedAtMs = this.#clock()
    // A keeper that has lost it gets it back, and with it everybody's sessions.
    const kept = await this.#keeper(this.#known[0] ?? randomBytes(SECRET_BYTES))
    const others = this.#known.filter(secret => !secret.equals(kept))
    this.#known = [kept, ...others].slice(0, MOST_KNOWN)
  }
}
