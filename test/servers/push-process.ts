import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import type { CameraFigures } from '../../src/push/camera-figures.ts'
import { until } from './until.ts'

const PROGRAM = new URL('../../dist/cli/camera-check.js', import.meta.url).pathname

/** `camera-check push` in a process of its own, with its figures as JSON. */
export class PushProcess {
  /** All that it has written. */
  output = ''
  readonly #process: ChildProcess
  readonly #figures: { cameras: CameraFigures[] }[] = []

  private constructor(process: ChildProcess) {
    this.#process = process
    let rest = ''
    process.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      this.output += chunk
      const lines = (rest + chunk).split('\n')
      rest = lines.pop() ?? ''
      this.#figures.push(...lines.filter(Boolean).map(line => JSON.parse(line) as { cameras: CameraFigures[] }))
    })
    process.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      this.output += chunk
    })
  }

  /** @param cwd A folder without `.env`. */
  static start(args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}): PushProcess {
    const child = spawn(process.execPath, [PROGRAM, 'push', ...args, '--json', '--every', '3600'], {
      cwd,
      env: { PATH: process.env.PATH ?? '', ...env },
      stdio: ['ignore', 'pipe', 'pipe']
    })
    return new PushProcess(child)
  }

  get pid(): number {
    return this.#process.pid ?? 0
  }

  /** Asks for the figures of each camera. */
  async figures(): Promise<Record<string, CameraFigures>> {
    const before = this.#figures.length
    this.#process.kill('SIGUSR2')
    await until(() => this.#figures.length > before)
    return this.lastFigures
  }

  get lastFigures(): Record<string, CameraFigures> {
    return Object.fromEntries((this.#figures.at(-1)?.cameras ?? []).map(camera => [camera.stream, camera]))
  }

  /** Waits until it has ended by itself. @returns Its exit code. */
  async ended(): Promise<number | null> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) await once(this.#process, 'close')
    return this.#process.exitCode
  }

  /** @returns The exit code; null when it was killed. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    const ended = this.ended()
    this.#process.kill(signal)
    return ended
  }
}

/** Runs a command of the push program to its end. @returns Exit code, and what it wrote. */
export async function runPush(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {}
): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [PROGRAM, 'push', ...args], {
    cwd,
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe']
  })
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { code: child.exitCode, output: out + err }
}
