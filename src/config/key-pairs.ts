/** What stands in a list of `name=value`. */
export interface KeyPairs {
  readonly pairs: Readonly<Record<string, string>>
  /** What is wrong, without any value: there may be secrets among them. */
  readonly problems: readonly string[]
}

const NAME = /^[A-Za-z0-9_.\-/]+$/

/** Reads `name=value,name=value`, values percent-encoded, as the variables of OpenTelemetry have it. */
export function parseKeyPairs(text: string | undefined): KeyPairs {
  const pairs: Record<string, string> = {}
  const problems: string[] = []
  const parts = (text ?? '').split(',').map(part => part.trim())
  for (const [i, part] of parts.entries()) {
    if (part === '') continue
    const mark = part.indexOf('=')
    const name = part.slice(0, Math.max(0, mark)).trim()
    const value = mark < 0 ? null : decoded(part.slice(mark + 1).trim())
    if (!NAME.test(name) || value === null) problems.push(`part ${i + 1} is none of name=value, percent-encoded`)
    else pairs[name] = value
  }
  return { pairs, problems }
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}
