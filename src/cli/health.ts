import { parseArgs } from 'node:util'
import { loadSettings, readEnvironment } from '../config/load.ts'
import { errorText } from '../errors.ts'
import { askHealth, ownAddress } from './ask-health.ts'

const USAGE = `Usage: camera-check health [url]

Asks whether the service of this machine lives, as its settings (environment, .env) place it, or the one at a url.
Exit code 0: it does; 1: it does not; 2: the url or a setting is wrong. For health checks of containers.`

/** Docker's own is 3 s in our image. */
const DEADLINE_MS = 2500

try {
  const { values, positionals } = parseArgs({
    args: process.argv.slice(2),
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h' } }
  })
  if (values.help === true) console.log(USAGE)
  else await tell(addressOf(positionals))
} catch (thrown) {
  console.error(`${errorText(thrown)}\n\n${USAGE}`)
  process.exitCode = 2
}

/** @throws Error when there is more than one, or it is none. */
function addressOf(words: readonly string[]): URL {
  const [text, ...rest] = words
  if (rest.length > 0) throw new Error(`Expected one url, received ${words.length}`)
  if (text === undefined) return ownAddress(loadSettings(readEnvironment()).settings)
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) {
    throw new Error(`Bad url ${JSON.stringify(text)}: expected one like http://127.0.0.1:5020`)
  }
  return new URL(`${text.replace(/\/+$/, '')}/livez`)
}

async function tell(address: URL): Promise<void> {
  const { ok, text } = await askHealth(address, DEADLINE_MS)
  if (ok) console.log(text)
  else console.error(text)
  process.exitCode = ok ? 0 : 1
}
