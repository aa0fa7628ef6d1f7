#!/usr/bin/env node
const [, , command] = process.argv

/** Programs beside the service itself. */
const COMMANDS: Readonly<Record<string, () => Promise<unknown>>> = {
  push: () => import('./push.ts'),
  token: () => import('./token.ts'),
  watch: () => import('./watch.ts'),
  demo: () => import('./demo.ts')
}

if (command === undefined) {
  await import('../main.ts')
} else if (Object.hasOwn(COMMANDS, command)) {
  // Each reads its own words from the place where they stand when it is run by itself.
  process.argv.splice(2, 1)
  await COMMANDS[command]?.()
} else {
  console.error(
    `Unknown command ${JSON.stringify(command)}: expected none, which runs the service, or one of ${Object.keys(COMMANDS).join(', ')}`
  )
  process.exitCode = 2
}
