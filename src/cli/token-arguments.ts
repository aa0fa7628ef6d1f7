import { parseArgs } from 'node:util'
import { isRole, type Role, ROLES } from '../model/access.ts'

/** Which token to make, or why the arguments do not say. */
export type TokenArguments =
  | { readonly name: string; readonly role: Role }
  | { readonly problem: string }
  | { readonly help: true }

export const TOKEN_USAGE = `Usage: camera-check token <name> <role>

Makes a token, shows it once, and shows the entry for API_TOKENS, which holds only its hash.

  <name>     Whose it is, for logs and lists of changes: letters, digits, dots, hyphens, underscores.
  <role>     viewer (sees everything), producer (hands in frames and sees nothing), operator (also decides about
             incidents, sets cameras and subscribes) or admin (everything, also start and stop).`

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/

/** @param words The command line behind the program's name. */
export function parseTokenArguments(words: readonly string[]): TokenArguments {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: { help: { type: 'boolean', short: 'h' } }
    })
    if (values.help === true) return { help: true }
    const [name, role, ...rest] = positionals
    if (name === undefined || role === undefined) return { problem: 'Expected a name and a role' }
    if (rest.length > 0) return { problem: `Expected a name and a role, received ${positionals.length} words` }
    if (!NAME.test(name)) return { problem: `Bad name ${JSON.stringify(name)}` }
    if (!isRole(role)) return { problem: `Bad role ${JSON.stringify(role)}: expected ${ROLES.join(', ')}` }
    return { name, role }
  } catch (error) {
    return { problem: (error as Error).message }
  }
}
