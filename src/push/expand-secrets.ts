/** Where `${NAME}` and `${file:path}` in the list of cameras come from. */
export interface SecretSources {
  readonly env: Readonly<Record<string, string | undefined>>
  /** @throws When it cannot be read. */
  readonly readFile: (path: string) => string
}

/** A text with its secrets in place, and these by themselves; or what is wrong. */
export type Expanded = { readonly text: string; readonly secrets: readonly string[] } | { readonly problem: string }

const PLACEHOLDER = /\$\$|\$\{([^}]*)\}/g
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/

/**
 * Puts secrets in their places. Within an address they are percent-encoded, since a password may hold what parts an
 * address; `$$` is a single `$`.
 *
 * @example expandSecrets('rtsp://admin:${GATE_PASSWORD}@10.0.0.7/', sources)
 */
export function expandSecrets(text: string, sources: SecretSources): Expanded {
  const problems: string[] = []
  const secrets: string[] = []
  const isPartOfAddress = text.includes('://')
  const expanded = text.replace(PLACEHOLDER, (found, name: string | undefined) => {
    if (name === undefined) return '$'
    const value = read(name, sources)
    if ('problem' in value) {
      problems.push(value.problem)
      return found
    }
    secrets.push(value.text)
    return isPartOfAddress ? encodeURIComponent(value.text) : value.text
  })
  const [problem] = problems
  return problem === undefined ? { text: expanded, secrets } : { problem }
}

function read(name: string, { env, readFile }: SecretSources): { text: string } | { problem: string } {
  if (name.startsWith('file:')) {
    try {
      return { text: readFile(name.slice('file:'.length)).trim() }
    } catch (cause) {
      return { problem: `\${${name}} cannot be read: ${(cause as NodeJS.ErrnoException).code ?? 'no such file'}` }
    }
  }
  if (!NAME.test(name)) return { problem: `\${${name}} is neither a variable's name nor file:<path>` }
  const value = env[name]
  return value === undefined || value === ''
    ? { problem: `\${${name}} is not set in the environment` }
    : { text: value }
}
