import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { WebSocket } from 'ws'
import { createApp } from '../app.ts'
import { loadSettings, readEnvironment } from '../config/load.ts'
import { AppError } from '../errors.ts'
import { DEFAULT_CAMERA_SETTINGS } from '../model/camera.ts'
import type { ResultMessage } from '../model/result-message.ts'
import { createLog } from '../observe/log.ts'
import { testVideoStreams } from '../pipeline/capture/adapters/test-video/test-video-streams.ts'
import { StateTable } from './state-table.ts'

const REDRAW_MS = 500
const DEMO_USAGE = `Usage: camera-check demo [--seconds <number>]

Runs the service on its embedded defaults with built-in test cameras, and shows what it says of them.

  --seconds   Ends after so long; without it Ctrl-C does.`
const CLEAR_TO_END = '\u001b[0J'

/** Runs the service on its embedded defaults with the built-in test cameras, and shows what it says of them. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { seconds: { type: 'string' }, help: { type: 'boolean', short: 'h' } } })
  if (values.help === true) {
    print([DEMO_USAGE])
    return
  }
  const env = readEnvironment()
  // Where tokens are asked for, the demo needs one of its own: the settings hold hashes.
  const token = env.API_TOKENS ? randomBytes(24).toString('hex') : null
  const { settings } = loadSettings({
    DATA_DIR: './data/demo',
    LOG_LEVEL: 'error',
    ...env,
    // Whatever the environment is set up for, the demo needs no server.
    FRAME_SOURCE: 'embedded',
    SNAPSHOT_STORE: 'folder',
    ENABLE_TEST_VIDEO: '1',
    ...(token === null ? {} : { API_TOKENS: `${env.API_TOKENS},${token}` })
  })
  const app = await createApp(settings, createLog({ level: settings.LOG_LEVEL }))
  const url = await app.start()
  const streams = testVideoStreams(settings.TEST_VIDEO_DIR ?? null)
  // Annotated, so that the pictures in the folder show what was found.
  await app.control.subscribe(
    streams.map(stream => ({ stream, settings: { ...DEFAULT_CAMERA_SETTINGS, annotateImages: true } }))
  )
  print([
    `Camera Check demo: ${streams.length} test cameras; faults come and go by a schedule.`,
    `  dashboard             ${url}/`,
    `  API documentation     ${url}/docs`,
    `  results, live         npx camera-check watch ${url}`,
    `  pictures of faults    ${settings.DATA_DIR}/snapshots`,
    `  metrics               ${url}/metrics`,
    'Ctrl-C ends it.',
    ''
  ])
  const table = new StateTable()
  const socket = follow(url, token, table)
  const redraw = process.stdout.isTTY ? drawInPlace(table) : () => print(table.takeChanges())
  const timer = setInterval(redraw, REDRAW_MS)
  await untilStopped(values.seconds === undefined ? null : Number(values.seconds) * 1000)
  clearInterval(timer)
  redraw()
  if (!process.stdout.isTTY) print(['', ...table.draw(Date.now(), false)])
  socket.close()
  await app.close()
}

function follow(url: string, token: string | null, table: StateTable): WebSocket {
  const headers = token === null ? {} : { authorization: `Bearer ${token}` }
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/pushhub/ws/results`, { headers })
  socket.on('message', data => table.take(JSON.parse(String(data)) as ResultMessage, Date.now()))
  socket.on('error', cause => process.stderr.write(`Cannot follow the results: ${cause.message}\n`))
  return socket
}

/** Draws the table over its last drawing. */
function drawInPlace(table: StateTable): () => void {
  let drawn = 0
  return () => {
    const width = process.stdout.columns ?? 80
    // A line that wraps would make the cursor go back too few lines. Colours take no room on the screen.
    const lines = table.draw(Date.now(), true).map(line => cutToWidth(line, width))
    process.stdout.write(`${drawn > 0 ? `\u001b[${drawn}A` : ''}${CLEAR_TO_END}${lines.join('\n')}\n`)
    drawn = lines.length
  }
}

function cutToWidth(line: string, width: number): string {
  let visible = 0
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters.
  const parts = line.split(/(\u001b\[\d+m)/)
  return parts
    .map(part => {
      if (part.startsWith('\u001b')) return part
      const room = Math.max(0, width - 1 - visible)
      visible += part.length
      return part.slice(0, room)
    })
    .join('')
}

async function untilStopped(afterMs: number | null): Promise<void> {
  await new Promise<void>(resolve => {
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
    if (afterMs !== null) setTimeout(resolve, afterMs)
  })
}

function print(lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`)
}

try {
  await main()
  process.exit(0)
} catch (cause) {
  const text = cause instanceof AppError ? cause.message : ((cause as Error).stack ?? String(cause))
  process.stderr.write(`${text}\n`)
  process.exit(1)
}
