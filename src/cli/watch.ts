import { parseWatchArguments, WATCH_USAGE } from './watch-arguments.ts'
import { watchResults } from './watch-results.ts'

const CLEAR_LINE = '\r\u001b[2K'

const parsed = parseWatchArguments(process.argv.slice(2))
if ('help' in parsed) {
  console.log(WATCH_USAGE)
} else if ('problem' in parsed) {
  console.error(`${parsed.problem}\n\n${WATCH_USAGE}`)
  process.exitCode = 2
} else {
  const isTerminal = process.stdout.isTTY === true
  const watching = watchResults({
    target: parsed.target,
    print: line => process.stdout.write(`${isTerminal ? CLEAR_LINE : ''}${line}\n`),
    ...(isTerminal ? { show: line => process.stdout.write(CLEAR_LINE + line) } : {}),
    clock: Date.now,
    retryMs: 1000
  })
  process.once('SIGINT', watching.close)
  process.once('SIGTERM', watching.close)
  process.exitCode = await watching.done
  console.log(`${isTerminal ? CLEAR_LINE : ''}${watching.figures()}`)
}
