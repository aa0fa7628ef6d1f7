import { randomBytes } from 'node:crypto'
import { tokenDigest } from '../config/api-tokens.ts'
import { parseTokenArguments, TOKEN_USAGE } from './token-arguments.ts'

/** 256 bits: a plain SHA-256 is enough to keep it by, since nobody can try so many. */
const TOKEN_BYTES = 32
/** So that tools which look for leaked secrets, and people, know one when they see it. */
const PREFIX = 'cck_'

const parsed = parseTokenArguments(process.argv.slice(2))
if ('help' in parsed) {
  console.log(TOKEN_USAGE)
} else if ('problem' in parsed) {
  console.error(`${parsed.problem}\n\n${TOKEN_USAGE}`)
  process.exitCode = 2
} else {
  const token = PREFIX + randomBytes(TOKEN_BYTES).toString('base64url')
  const { name, role } = parsed
  // The entry alone goes to standard output's last line, so that a script can take it from there.
  console.log(
    `Token of ${name}, shown this once:\n\n  ${token}\n\nEntry for API_TOKENS (entries are parted by commas):\n`
  )
  console.log(`${name}:${role}:${tokenDigest(token).toString('hex')}`)
}
