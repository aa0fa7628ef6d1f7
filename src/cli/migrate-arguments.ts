import { parseArgs } from 'node:util'

export interface MigrateArguments {
  /** The old service's `.env`. */
  readonly env: string
  readonly write: boolean
  /** A running service that takes the subscription; null keeps it for the next start. */
  readonly url: string | null
  readonly token: string | null
  /** A stream whose newest entry is older is left out, ms; null leaves out none. */
  readonly mostAgeMs: number | null
  /** Take the place of a subscription that is there. */
  readonly replace: boolean
  readonly json: boolean
}

export const MIGRATE_USAGE = `Usage: camera-check migrate [--env <file>] [--write [--url <url> [--token <token>]]] [--json]

Reads the .env of the old service and says what each variable becomes, whether its Redis and its bucket can be used, and
which streams of frames are there. Without --write nothing is changed anywhere; no secret is ever shown.

  --env <file>       The old service's .env; .env in this folder when left out.
  --write            Keeps the subscription of the streams that were found, for the next start of the service.
  --url <url>        With --write: gives it to this running service instead.
  --token <token>    One of that service's API_TOKENS.
  --hours <number>   Leaves out streams without a frame for so long; 24 when left out.
  --all              Leaves out none.
  --replace          With --write: takes the place of a subscription that is there; without it that one stays.
  --json             The report as JSON.

Ends with 1 when something stands in the way.`

const HOUR_MS = 3_600_000

/** @param words The command line behind the program's name. */
export function parseMigrateArguments(
  words: readonly string[]
): MigrateArguments | { readonly problem: string } | { readonly help: true } {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: {
        env: { type: 'string', default: '.env' },
        write: { type: 'boolean', default: false },
        url: { type: 'string' },
        token: { type: 'string' },
        hours: { type: 'string', default: '24' },
        all: { type: 'boolean', default: false },
        replace: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h' }
      }
    })
    if (values.help === true) return { help: true }
    const hours = Number(values.hours)
    if (!(hours > 0)) return { problem: `Bad --hours ${JSON.stringify(values.hours)}: expected a number above 0` }
    if (values.url !== undefined && !values.write) return { problem: '--url says where to write: expected --write too' }
    if (values.token !== undefined && values.url === undefined) return { problem: '--token is of no use without --url' }
    return {
      env: values.env,
      write: values.write,
      url: values.url ?? null,
      token: values.token ?? null,
      mostAgeMs: values.all ? null : hours * HOUR_MS,
      replace: values.replace,
      json: values.json
    }
  } catch (error) {
    return { problem: (error as Error).message }
  }
}
