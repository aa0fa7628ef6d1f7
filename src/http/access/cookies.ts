/** Longest Cookie header that is looked at, characters; browsers send at most some 4 KB for one cookie. */
const MOST_CHARACTERS = 16_384

/** @returns The value of the first cookie of a name; null when there is none. */
export function cookieOf(header: string | undefined, name: string): string | null {
  if (header === undefined || header.length > MOST_CHARACTERS) return null
  for (const part of header.split(';')) {
    const at = part.indexOf('=')
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim()
  }
  return null
}

export interface CookieOptions {
  readonly name: string
  readonly value: string
  /** Seconds; 0 deletes it. */
  readonly maxAgeS: number
  /** Sent over TLS alone. */
  readonly isSecure: boolean
  readonly path: string
}

/** A Set-Cookie that scripts cannot read and other sites' pages do not send. */
export function cookieHeader({ name, value, maxAgeS, isSecure, path }: CookieOptions): string {
  const end = `Path=${path}; Max-Age=${maxAgeS}; HttpOnly; SameSite=Strict`
  return `${name}=${value}; ${end}${isSecure ? '; Secure' : ''}`
}
