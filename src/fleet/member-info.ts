/** A member of the fleet, as it announced itself. */
export interface MemberInfo {
  /** Name that outlives a restart, where the settings give one. */
  readonly id: string
  /** One run of the member; a session that has expired never comes back. */
  readonly session: string
  /** Where other members reach its API, `http://host:port`. */
  readonly url: string
  /** How much it can carry beside the others, > 0. */
  readonly capacity: number
  /** Share of its capacity that is in use, 0..1 and more when it is overloaded. */
  readonly load: number
  readonly version: string
  /** Epoch of the subscription that it has applied. */
  readonly epoch: number
  /** When this session began, epoch ms by the clock of the state Redis. */
  readonly sinceMs: number
  /** Cameras that it watches. */
  readonly cameras: number
}

/** What stays the same for a session. */
export type MemberCard = Pick<MemberInfo, 'id' | 'url' | 'capacity' | 'version'>

/** What changes all the time; told with every renewal. */
export type MemberVitals = Pick<MemberInfo, 'load' | 'epoch' | 'cameras'>
