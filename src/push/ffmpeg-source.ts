import { type ChildProcess, spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import type { CameraPlan } from './camera-plan.ts'
import type { CameraSource, SourceEnd, SourceListener } from './camera-source.ts'
import { CaptureClock } from './capture-clock.ts'
import { END_REASONS } from './end-reason.ts'
import { ffmpegArguments, TIMES_FD } from './ffmpeg-arguments.ts'
import { ffmpegReason } from './ffmpeg-reason.ts'
import type { Ffmpeg } from './find-ffmpeg.ts'
import { MultipartSplitter } from './multipart-splitter.ts'
import { PictureTimes } from './picture-times.ts'
import { redact } from './redact.ts'

/** So long ffmpeg may take to end when asked; one that waits for a dead camera does not listen. */
const TERM_MS = 2000
const MOST_LINES = 40
const MOST_LINE_CHARS = 500
/** As ffmpeg's muxer writes it. */
const BOUNDARY = 'ffmpeg'

/** Video of any kind, through ffmpeg in a process of its own for each run. */
export class FfmpegSource implements CameraSource {
  readonly #plan: CameraPlan
  readonly #ffmpeg: Ffmpeg
  readonly #clock: () => number

  constructor(plan: CameraPlan, ffmpeg: Ffmpeg, clock: () => number) {
    this.#plan = plan
    this.#ffmpeg = ffmpeg
    this.#clock = clock
  }

  async run(listener: SourceListener, signal: AbortSignal): Promise<SourceEnd> {
    if (signal.aborted) return { reason: 'stopped', detail: END_REASONS.stopped }
    const child = spawn(this.#ffmpeg.command, ffmpegArguments(this.#plan, this.#ffmpeg.major), {
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      windowsHide: true
    })
    const heard = { frames: 0 }
    const lines = new LastLines()
    this.#listen(child, listener, heard)
    child.stderr?.setEncoding('utf8').on('data', (text: string) => lines.add(text))
    const closed = untilClosed(child)
    const stopKilling = killOn(child, signal)
    const code = await closed
    stopKilling()
    return this.#end(code, lines.all(), heard.frames, signal.aborted)
  }

  #listen(child: ChildProcess, listener: SourceListener, heard: { frames: number }): void {
    const wallClock = new CaptureClock()
    const times = new PictureTimes((jpeg, presentedMs, arrivedAtMs) => {
      heard.frames++
      listener.frame({ jpeg, capturedAtMs: wallClock.capturedAtMs(presentedMs, arrivedAtMs) })
    })
    const splitter = new MultipartSplitter({
      boundary: BOUNDARY,
      maxFrameBytes: this.#plan.maxFrameBytes,
      frame: jpeg => times.picture(jpeg, this.#clock()),
      lost: why => {
        heard.frames++
        times.picture(null, this.#clock())
        listener.lost(why)
      }
    })
    child.stdout?.on('data', (chunk: Buffer) => splitter.push(chunk))
    const timesPipe = child.stdio[TIMES_FD] as Readable | null
    timesPipe?.setEncoding('latin1').on('data', (text: string) => times.text(text))
    // A pipe that breaks says no more than that ffmpeg has ended.
    for (const pipe of [child.stdout, child.stderr, timesPipe]) pipe?.on('error', () => undefined)
  }

  #end(code: number | null | 'ENOENT', lines: readonly string[], frames: number, wasAsked: boolean): SourceEnd {
    if (wasAsked) return { reason: 'stopped', detail: END_REASONS.stopped }
    if (code === 'ENOENT') return { reason: 'ffmpeg-missing', detail: END_REASONS['ffmpeg-missing'] }
    const isFile = !/^[a-z][a-z0-9+.-]+:\/\//i.test(this.#plan.source) && this.#plan.kind === 'ffmpeg'
    if (code === 0 && isFile && frames > 0) return { reason: 'finished', detail: END_REASONS.finished }
    const told = ffmpegReason(lines, frames > 0)
    const { reason, line } = told ?? { reason: frames > 0 || code === 0 ? 'ended' : 'failed', line: null }
    const said = line === null ? '' : ` (ffmpeg: ${redact(line, this.#plan.secrets).slice(0, MOST_LINE_CHARS)})`
    return { reason, detail: `${END_REASONS[reason]}${said}` }
  }
}

/** The last lines of a text that comes in pieces. */
class LastLines {
  #lines: string[] = []
  #rest = ''

  add(text: string): void {
    const lines = (this.#rest + text).split(/[\r\n]+/)
    this.#rest = (lines.pop() ?? '').slice(-MOST_LINE_CHARS)
    this.#lines = [...this.#lines, ...lines.filter(line => line.trim() !== '')].slice(-MOST_LINES)
  }

  all(): readonly string[] {
    return this.#rest.trim() === '' ? this.#lines : [...this.#lines, this.#rest]
  }
}

/** Resolves when the process has ended, its pipes have been read, and it was reaped. */
function untilClosed(child: ChildProcess): Promise<number | null | 'ENOENT'> {
  return new Promise(resolve => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      // Not started at all; a signal that cannot be sent is an error too, and its process still runs.
      if (child.pid === undefined) resolve(error.code === 'ENOENT' ? 'ENOENT' : null)
    })
    child.once('close', code => resolve(code))
  })
}

/** Asks it to end when the signal says so, and makes it end when it does not. @returns Lets go of both. */
function killOn(child: ChildProcess, signal: AbortSignal): () => void {
  let force: NodeJS.Timeout | undefined
  const end = () => {
    child.kill('SIGTERM')
    force = setTimeout(() => child.kill('SIGKILL'), TERM_MS)
  }
  signal.addEventListener('abort', end, { once: true })
  return () => {
    clearTimeout(force)
    signal.removeEventListener('abort', end)
  }
}
