/** What a token is for. A role is not a step of a ladder: a producer hands in frames and sees nothing. */
export const ROLES = ['viewer', 'producer', 'operator', 'admin'] as const
export type Role = (typeof ROLES)[number]

/** What a caller may do: hand in frames, see, decide and set, and stop the service. */
export const PERMISSIONS = ['frames', 'read', 'operate', 'admin'] as const
export type Permission = (typeof PERMISSIONS)[number]

const GRANTED: Readonly<Record<Role, readonly Permission[]>> = {
  viewer: ['read'],
  producer: ['frames'],
  operator: ['read', 'operate'],
  admin: PERMISSIONS
}

/** One token that opens, as it is kept: never the token itself. */
export interface AccessToken {
  /** By which people know it, in logs and lists of changes. */
  readonly name: string
  readonly role: Role
  /** SHA-256 of the token's UTF-8 text, 32 bytes. */
  readonly digest: Buffer
  /** It stood in the settings as it is, without name and role: it may do everything, and nobody's name is known. */
  readonly isPlain: boolean
}

/** Who asks. */
export interface Caller {
  /** Name of the token; null where no tokens are set, and everybody may do everything. */
  readonly name: string | null
  readonly role: Role
  /** Of a browser that signed in; null for what has no end. */
  readonly session: CallerSession | null
}

/** A session of a browser that was ended before its time. */
export interface EndedSession {
  readonly id: string
  /** When it would have ended by itself, epoch ms: from then on nobody needs to know of it. */
  readonly untilMs: number
}

/** The session by which somebody asks. */
export interface CallerSession {
  readonly id: string
  /** Epoch ms. */
  readonly expiresAtMs: number
}

export function isRole(text: string): text is Role {
  return (ROLES as readonly string[]).includes(text)
}

export function isGranted(role: Role, permission: Permission): boolean {
  return GRANTED[role].includes(permission)
}

/** All that a role may do, in the order of `PERMISSIONS`. */
export function permissionsOf(role: Role): readonly Permission[] {
  return GRANTED[role]
}

/** The roles that have a permission. */
export function rolesWith(permission: Permission): readonly Role[] {
  return ROLES.filter(role => isGranted(role, permission))
}
