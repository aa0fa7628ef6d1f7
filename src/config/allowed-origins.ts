/** Origins of ALLOWED_ORIGINS, and what is wrong with it. */
export interface AllowedOrigins {
  /** As browsers send them: `https://host[:port]`, lower case. */
  readonly origins: ReadonlySet<string>
  /** `*` was given. */
  readonly isAny: boolean
  readonly problems: readonly string[]
}

/** Reads ALLOWED_ORIGINS. @param text Value of the setting; undefined when it is not set. */
export function parseAllowedOrigins(text: string | undefined): AllowedOrigins {
  const origins = new Set<string>()
  const problems: string[] = []
  let isAny = false
  for (const part of (text ?? '').split(',').map(one => one.trim())) {
    if (part === '') continue
    if (part === '*') isAny = true
    else if (originOf(part) === null) problems.push(`got ${JSON.stringify(part.slice(0, 100))}, expected ${EXPECTED}`)
    else origins.add(originOf(part) as string)
  }
  return { origins, isAny, problems }
}

const EXPECTED = 'https://host or https://host:port without a path, by comma, or *'

/** With the port left out where it is the scheme's own, as browsers do. */
function originOf(text: string): string | null {
  if (!/^https?:\/\/[^/?#@*\\]+\/?$/i.test(text) || !URL.canParse(text)) return null
  return new URL(text).origin
}
