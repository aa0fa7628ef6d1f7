import { type App, createApp } from './app.ts'
import { type Environment, loadSettings, readEnvironment } from './config/load.ts'
import type { Settings } from './config/schema.ts'
import { AppError, errorText } from './errors.ts'
import { EXIT } from './exit-codes.ts'
import type { Log } from './lib/log.ts'
import { createLog } from './observe/log.ts'
import { ProcessGuard } from './process-guard.ts'

/** The whole stop has this long, ms; an orchestrator kills after 10 s at the earliest. */
const STOP_DEADLINE_MS = 9000
const CODES: Readonly<Record<string, number>> = {
  'config/invalid': EXIT.settings,
  'http/cannot-listen': EXIT.unavailable
}

/** @returns Stops the service, once, and ends the process. */
function stopper(app: () => App | null, log: Log): (why: object, code: number) => void {
  let stopping = false
  return (why, code) => {
    if (stopping) return
    stopping = true
    log.info(why, 'Stopping')
    setTimeout(() => {
      log.error({}, `Could not stop within ${STOP_DEADLINE_MS} ms, leaving`)
      process.exit(code === EXIT.asked ? EXIT.late : code)
    }, STOP_DEADLINE_MS).unref()
    const closed = app()?.close() ?? Promise.resolve()
    void closed
      .then(() => log.info({}, 'Stopped'))
      .catch(cause => log.error({ err: cause }, 'Could not stop in order'))
      .then(() => process.exit(code))
  }
}

/** Bits of a file's mode: everything for others, writing for the group. */
const OTHERS = 0o027

export interface RunOptions {
  /** Variables that hold where the environment sets none. */
  readonly defaults?: Environment
  /** Told once the service can be reached. @param address Such as `http://127.0.0.1:5020`. */
  readonly onListening?: (address: string, settings: Settings) => void
}

/** Runs the service in this process until a signal ends both. What keeps it from starting is told, and ends the process. */
export async function runService(options: RunOptions = {}): Promise<void> {
  try {
    await startService(options)
  } catch (cause) {
    // Before the log exists, and for a person at a terminal: the message alone says what to do.
    const isExpected = cause instanceof AppError
    process.stderr.write(`${isExpected ? cause.message : cause instanceof Error ? cause.stack : errorText(cause)}\n`)
    process.exit(isExpected ? (CODES[cause.code] ?? EXIT.failed) : EXIT.failed)
  }
}

async function startService({ defaults = {}, onListening }: RunOptions): Promise<void> {
  const { settings, warnings } = loadSettings({ ...defaults, ...readEnvironment() })
  const log = createLog({ level: settings.LOG_LEVEL })
  for (const warning of warnings) log.warn({}, warning)
  // Pictures, incidents and scenes are nobody's business but the service's and its group's, wherever DATA_DIR lies.
  process.umask(process.umask() | OTHERS)
  let app: App | null = null
  const stop = stopper(() => app, log)
  const guard = new ProcessGuard({
    log,
    steadyClock: () => performance.now(),
    onMistake: () => stop({ reason: 'mistake' }, EXIT.mistake)
  })
  guard.watch(process)
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop({ signal }, EXIT.asked))
  app = await createApp(settings, log, guard)
  const address = await app.start()
  onListening?.(address, settings)
}
