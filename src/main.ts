#!/usr/bin/env node
import { createApp } from './app.ts'
import { loadSettings, readEnvironment } from './config/load.ts'
import { AppError, errorText } from './errors.ts'
import { createLog } from './observe/log.ts'

/** The whole stop has this long, ms; an orchestrator kills after 10 s at the earliest. */
const STOP_DEADLINE_MS = 9000

/** Bits of a file's mode: everything for others, writing for the group. */
const OTHERS = 0o027

async function main(): Promise<void> {
  const { settings, warnings } = loadSettings(readEnvironment())
  const log = createLog({ level: settings.LOG_LEVEL })
  for (const warning of warnings) log.warn({}, warning)
  // Pictures, incidents and scenes are nobody's business but the service's and its group's, wherever DATA_DIR lies.
  process.umask(process.umask() | OTHERS)
  const app = await createApp(settings, log)
  let stopping = false
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) return
    stopping = true
    log.info({ signal }, 'Stopping')
    setTimeout(() => {
      log.error({}, `Could not stop within ${STOP_DEADLINE_MS} ms, leaving`)
      process.exit(1)
    }, STOP_DEADLINE_MS).unref()
    void app.close().then(() => {
      log.info({}, 'Stopped')
      process.exit(0)
    })
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  await app.start()
}

try {
  await main()
} catch (cause) {
  // Before the log exists, and for a person at a terminal: the message alone says what to do.
  const isExpected = cause instanceof AppError
  process.stderr.write(`${isExpected ? cause.message : cause instanceof Error ? cause.stack : errorText(cause)}\n`)
  process.exit(1)
}
