import { parseArgs } from 'node:util'
import { packageVersion } from '../package-version.ts'

const START_USAGE = `Usage: camera-check [start]

Runs the service. It is set by environment variables, or by a file .env in the folder where it is started; without any
it needs no server: frames come over HTTP, and everything is kept in ./data. At a terminal only warnings are logged
unless LOG_LEVEL says otherwise.`

/** @returns Whether help was asked for, or what is wrong with the words behind the command. */
function parseWords(words: string[]): { readonly help: boolean } | { readonly problem: string } {
  try {
    const { values } = parseArgs({ args: words, options: { help: { type: 'boolean', short: 'h' } } })
    return { help: values.help === true }
  } catch (error) {
    return { problem: (error as Error).message }
  }
}

const words = parseWords(process.argv.slice(2))
if ('problem' in words) {
  console.error(`${words.problem}\n\n${START_USAGE}`)
  process.exitCode = 2
} else if (words.help) {
  console.log(START_USAGE)
} else {
  // The service takes a second to load, which help has no need of.
  const { runService } = await import('../run-service.ts')
  const { startBanner } = await import('./start-banner.ts')
  await runService({
    // Log lines are for machines; who sits at a terminal shall find the banner again.
    defaults: process.stdout.isTTY === true ? { LOG_LEVEL: 'warn' } : {},
    // Standard output is the log's.
    onListening: (address, settings) => {
      process.stderr.write(`${startBanner({ version: packageVersion(), address, settings }).join('\n')}\n`)
    }
  })
}
