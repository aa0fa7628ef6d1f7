#!/usr/bin/env node
import { nearestName } from '../config/nearest-name.ts'
import { packageVersion } from '../package-version.ts'

interface Command {
  /** One line of the help. */
  readonly summary: string
  /** Reads its own words from the place where they stand when it is run by itself. */
  readonly run: () => Promise<unknown>
}

/** Every subcommand; without one the service is started. Loaded when it is asked for: the service takes a second. */
const COMMANDS: Readonly<Record<string, Command>> = {
  start: { summary: 'Runs the service, on the settings of the environment and .env', run: () => import('./start.ts') },
  demo: { summary: 'Runs it on built-in test cameras whose faults come and go', run: () => import('./demo.ts') },
  watch: {
    summary: "Shows each change of a camera's state at a running service, live",
    run: () => import('./watch.ts')
  },
  push: {
    summary: 'Brings frames of cameras in: RTSP, RTMP, files, MJPEG, snapshots, folders, USB',
    run: () => import('./push.ts')
  },
  evaluate: {
    summary: 'Says what your own cameras would see, from footage of them',
    run: () => import('./evaluate.ts')
  },
  health: { summary: 'Asks whether the service of this machine lives', run: () => import('./health.ts') },
  migrate: {
    summary: "Reads the old service's .env, checks its servers and takes over its streams",
    run: () => import('./migrate.ts')
  },
  token: {
    summary: 'Makes a token of a name and a role, and its entry for API_TOKENS',
    run: () => import('./token.ts')
  }
}

function help(): string {
  const names = Object.keys(COMMANDS)
  const width = Math.max(...names.map(name => name.length))
  const rows = Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(width)}   ${summary}`)
  return `Usage: camera-check [command] [arguments]

Watches over cameras: judges JPEG frames from Redis Streams or HTTP and tells what is wrong with them.

${rows.join('\n')}

Without a command it starts the service. camera-check <command> --help says more of one; --version says which one this is.`
}

const [, , word = 'start'] = process.argv
const command = Object.hasOwn(COMMANDS, word) ? COMMANDS[word] : undefined
if (command !== undefined) {
  process.argv.splice(2, 1)
  await command.run()
} else if (['--help', '-h', 'help'].includes(word)) {
  console.log(help())
} else if (['--version', '-v'].includes(word)) {
  console.log(packageVersion())
} else {
  const nearest = nearestName(word, Object.keys(COMMANDS))
  console.error(`Unknown command ${JSON.stringify(word)}: did you mean ${nearest}?\n\n${help()}`)
  process.exitCode = 2
}
