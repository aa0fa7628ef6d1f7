/** The secret that signs sessions, tickets and what members tell each other of callers. */
export interface SigningSecrets {
  /** The one to sign with. @throws AppError `access/store-failed`: it is kept where nobody answers. */
  current(): Promise<Buffer>
  /**
   * All that are taken, the current one first. Asked after a signature did not fit: where the secret is kept it may be
   * another one by now, and the ones before hold on.
   */
  refreshed(): Promise<readonly Buffer[]>
  /** Those known already, without asking anybody. */
  known(): readonly Buffer[]
}

/** Keeps which tickets were used. */
export interface UsedTickets {
  /** @returns Whether this is the first time. @param forMs How long to remember it. */
  use(id: string, forMs: number): Promise<boolean>
}
