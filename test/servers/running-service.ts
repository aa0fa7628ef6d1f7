import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { WebSocket } from 'ws'
import type { ResultMessage } from '../../src/model/result-message.ts'
import { rawRequest } from './raw-request.ts'

const ROOT = new URL('../../', import.meta.url)
const START_DEADLINE_MS = 40_000

/** A line of the service's log. */
export interface LogLine {
  readonly level: string
  readonly msg: string
  readonly [field: string]: unknown
}

/** The built service in a process of its own, on a free port and with a data folder of its own. */
export class RunningService {
  readonly url: string
  readonly dataDir: string
  readonly log: LogLine[]
  readonly #process: ChildProcess

  private constructor(process: ChildProcess, url: string, dataDir: string, log: LogLine[]) {
    this.#process = process
    this.url = url
    this.dataDir = dataDir
    this.log = log
  }

  /**
   * Starts `dist/main.js`, as `npm start` does.
   *
   * @param env Settings; PORT is a free one, DATA_DIR a new folder and nothing runs at night unless they are given.
   */
  static async start(env: Readonly<Record<string, string>> = {}): Promise<RunningService> {
    const dataDir = env.DATA_DIR ?? (await mkdtemp(join(tmpdir(), 'camera-check-test-')))
    const settings = { PORT: '0', DATA_DIR: dataDir, EXECUTOR_CPU: '2', SELF_TEST: '0', ...env }
    const child = spawn(process.execPath, [new URL('dist/main.js', ROOT).pathname], {
      // A folder without .env: the developer's own settings must not reach a test.
      cwd: dataDir,
      env: { PATH: process.env.PATH ?? '', ...settings },
      stdio: ['ignore', 'pipe', 'pipe']
    })
    const log: LogLine[] = []
    let errors = ''
    child.stderr?.on('data', chunk => (errors += chunk))
    const url = await new Promise<string>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`Service did not start: ${errors}`)), START_DEADLINE_MS)
      child.once('exit', code => reject(new Error(`Service ended with ${code}: ${errors}`)))
      createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', text => {
        const line = parseLine(text)
        log.push(line)
        if (typeof line.address !== 'string') return
        clearTimeout(timer)
        resolve(line.address)
      })
    })
    child.removeAllListeners('exit')
    return new RunningService(child, url, dataDir, log)
  }

  get pid(): number {
    return this.#process.pid ?? 0
  }

  async post(path: string, body?: unknown): Promise<{ status: number; body: Record<string, unknown> }> {
    const init =
      body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
    const answer = await fetch(this.url + path, { method: 'POST', ...init })
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
  }

  async get(path: string): Promise<{ status: number; body: Record<string, unknown> }> {
    const answer = await fetch(this.url + path)
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
  }

  /** Posts one frame over HTTP. @returns The status. */
  async postFrame(stream: string, jpeg: Uint8Array, meta?: object): Promise<number> {
    const headers = { 'content-type': 'image/jpeg', ...(meta ? { 'x-frame-meta': JSON.stringify(meta) } : {}) }
    const path = `/pushhub/frames/${encodeURIComponent(stream)}`
    return (await rawRequest(this.url, path, { headers, body: jpeg })).status
  }

  /** Opens a WebSocket client that keeps every message. */
  async listen(path = '/pushhub/ws/results'): Promise<ResultListener> {
    const socket = new WebSocket(this.url.replace('http', 'ws') + path)
    const listener = new ResultListener(socket)
    await new Promise<void>((resolve, reject) => {
      socket.once('open', () => resolve())
      socket.once('error', reject)
    })
    return listener
  }

  /** Ends the process as an orchestrator does. @returns Its exit code, and how long it took, ms. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<{ code: number | null; tookMs: number }> {
    const from = performance.now()
    const { exitCode, signalCode } = this.#process
    if (exitCode !== null || signalCode !== null) return { code: exitCode, tookMs: 0 }
    const exit = new Promise<number | null>(resolve => this.#process.once('exit', resolve))
    this.#process.kill(signal)
    return { code: await exit, tookMs: performance.now() - from }
  }

  /** Ends the process and deletes its data folder. */
  async dispose(): Promise<void> {
    await this.stop('SIGKILL')
    await rm(this.dataDir, { recursive: true, force: true })
  }
}

/** A WebSocket client of the results. */
export class ResultListener {
  readonly messages: ResultMessage[] = []
  readonly socket: WebSocket
  closeCode: number | null = null
  #waiting: (() => void)[] = []

  constructor(socket: WebSocket) {
    this.socket = socket
    socket.on('message', data => {
      this.messages.push(JSON.parse(String(data)) as ResultMessage)
      for (const wake of this.#waiting.splice(0)) wake()
    })
    socket.on('close', code => {
      this.closeCode = code
      for (const wake of this.#waiting.splice(0)) wake()
    })
  }

  of(stream: string): ResultMessage[] {
    return this.messages.filter(message => message.data.stream === stream)
  }

  /** Waits until something has been received. */
  async until<T>(find: (messages: readonly ResultMessage[]) => T | undefined | false, deadlineMs = 10_000): Promise<T> {
    const giveUpAt = performance.now() + deadlineMs
    for (;;) {
      const found = find(this.messages)
      if (found !== undefined && found !== false) return found
      const leftMs = giveUpAt - performance.now()
      if (leftMs <= 0) throw new Error(`Not received within ${deadlineMs} ms; ${this.messages.length} messages came`)
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, leftMs)
        this.#waiting.push(() => {
          clearTimeout(timer)
          resolve()
        })
      })
    }
  }

  /** Waits until a stream has so many results. */
  async count(stream: string, count: number, deadlineMs = 10_000): Promise<ResultMessage[]> {
    return this.until(() => {
      const found = this.of(stream)
      return found.length >= count && found
    }, deadlineMs)
  }

  close(): void {
    this.socket.terminate()
  }
}

function parseLine(text: string): LogLine {
  try {
    return JSON.parse(text) as LogLine
  } catch {
    return { level: 'raw', msg: text }
  }
}
