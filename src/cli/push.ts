import { readFileSync, statSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { readEnvironment } from '../config/load.ts'
import { AppError, errorText } from '../errors.ts'
import { EXIT } from '../exit-codes.ts'
import type { Log } from '../lib/log.ts'
import { createLog } from '../observe/log.ts'
import type { CameraPlan } from '../push/camera-plan.ts'
import { CameraPusher } from '../push/camera-pusher.ts'
import { expandSecrets } from '../push/expand-secrets.ts'
import { figuresLine, figuresTable } from '../push/figures-text.ts'
import { findFfmpeg } from '../push/find-ffmpeg.ts'
import { needsFfmpeg, openSource } from '../push/open-source.ts'
import { planOne } from '../push/plan-one.ts'
import { PushRun } from '../push/push-run.ts'
import type { TargetEntry } from '../push/push-schema.ts'
import { type PushFile, type PushFileContext, readPushFile } from '../push/read-push-file.ts'
import { type PushCommand, parsePushArguments, PUSH_USAGE } from './push-arguments.ts'
import { openSink } from './push-sink.ts'
import { PushTerminal } from './push-terminal.ts'

const TERMINAL_EVERY_MS = 1000
const WRONG_OPTIONS = 2

// An address on the command line may hold a password: lists of processes are not to show it for longer than they must.
process.title = 'camera-check push'
const parsed = parsePushArguments(process.argv.slice(2))
if ('help' in parsed) {
  console.log(PUSH_USAGE)
} else if ('problem' in parsed) {
  console.error(`${parsed.problem}\n\n${PUSH_USAGE}`)
  process.exitCode = WRONG_OPTIONS
} else {
  try {
    process.exitCode = await push(parsed)
  } catch (thrown) {
    console.error(errorText(thrown))
    const isSetting = thrown instanceof AppError && /^(?:push\/)?config/.test(thrown.code)
    process.exitCode = isSetting ? EXIT.settings : EXIT.failed
  }
}

/** @returns The exit code. */
async function push(command: PushCommand): Promise<number> {
  const env = readEnvironment()
  const context: PushFileContext = { env, readFile: path => readFileSync(path, 'utf8'), pathKind }
  const file = readCameras(command, context)
  const target = targetOf(command, file, context)
  const { sink, text } = openSink(target, env, Date.now)
  if (command.check) {
    console.log(`${command.file ?? 'The source'} is well: ${file.cameras.length} cameras, frames go to ${text}`)
    await sink.close()
    return EXIT.asked
  }
  const terminal =
    process.stderr.isTTY && !command.json ? new PushTerminal(line => process.stderr.write(line), Date.now) : null
  const log = terminal ?? createLog({ level: 'info', destination: { write: line => void process.stderr.write(line) } })
  const ffmpeg = file.cameras.some(needsFfmpeg) ? await findFfmpeg() : null
  const toPusher = (plan: CameraPlan) =>
    new CameraPusher({
      ...{ plan, sink, log, clock: Date.now, random: Math.random, once: command.once },
      source: openSource(plan, ffmpeg, Date.now)
    })
  const run = new PushRun(file.cameras.map(toPusher), sink)
  log.info({ cameras: file.cameras.length, to: text }, `Pushing ${file.cameras.length} cameras to ${text}`)
  return watchOver(run, command, log, terminal)
}

function readCameras(command: PushCommand, context: PushFileContext): PushFile {
  if (command.camera !== null) {
    const { stream, entry } = command.camera
    const password =
      command.passwordFile === null ? {} : { password: readSecret('--password-file', command.passwordFile) }
    return { target: null, cameras: [planOne(stream, { ...entry, ...password }, context)] }
  }
  const path = command.file ?? ''
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    throw new AppError('push/config-invalid', `${path} cannot be read: ${errorText(cause)}`, { cause })
  }
  return readPushFile(text, path, context)
}

/** The command line over the list. */
function targetOf(command: PushCommand, { target }: PushFile, context: PushFileContext): TargetEntry | null {
  const { redis, http, tokenFile } = command
  const token = tokenFile === null ? {} : { token: readSecret('--token-file', tokenFile) }
  const { redis: _, http: __, ...rest } = target ?? {}
  if (redis !== null) return { ...rest, redis: expanded('--redis', redis, context) }
  if (http !== null) return { ...rest, ...token, http }
  return target === null ? null : { ...target, ...token }
}

function expanded(option: string, text: string, context: PushFileContext): string {
  const found = expandSecrets(text, context)
  if ('problem' in found) throw new AppError('push/config-invalid', `${option}: ${found.problem}`)
  return found.text
}

function readSecret(option: string, path: string): string {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (cause) {
    throw new AppError('push/config-invalid', `${option}: cannot be read: ${errorText(cause)}`, { cause })
  }
}

function pathKind(path: string): 'file' | 'folder' | 'nothing' {
  const found = statSync(path, { throwIfNoEntry: false })
  return found === undefined ? 'nothing' : found.isDirectory() ? 'folder' : 'file'
}

/** Runs until everything is over or a signal comes. @returns The exit code. */
async function watchOver(run: PushRun, command: PushCommand, log: Log, terminal: PushTerminal | null): Promise<number> {
  const asked = new Promise<'asked'>(resolve => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve('asked'))
  })
  const tell = () => {
    if (command.json) console.log(JSON.stringify({ at: new Date().toISOString(), cameras: run.figures }))
    else console.log(figuresTable(run.figures))
  }
  if (process.platform !== 'win32') process.on('SIGUSR2', tell)
  const show = () => {
    if (terminal !== null) terminal.show(figuresLine(run.figures).slice(0, (process.stderr.columns ?? 80) - 1))
    else if (command.json) tell()
    else log.info({ cameras: run.figures.length }, figuresLine(run.figures))
  }
  const timer = setInterval(show, terminal === null ? command.everyS * 1000 : TERMINAL_EVERY_MS)
  run.start()
  const over = run.done().then(() => 'over' as const)
  const late = sleep(command.timeoutS * 1000, 'late' as const, { ref: false })
  const how = await Promise.race(command.once ? [over, asked, late] : [over, asked])
  clearInterval(timer)
  const lost = await run.close(command.drainS * 1000)
  terminal?.clear()
  tell()
  if (command.once) return run.figures.every(({ delivered }) => delivered > 0) ? EXIT.asked : EXIT.failed
  if (lost > 0) log.warn({ lost, how }, 'Frames could not be delivered before the end')
  return lost > 0 ? EXIT.late : EXIT.asked
}
