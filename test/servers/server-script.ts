import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const START_DEADLINE_MS = 600_000

export interface RunningServer {
  readonly url: string
  readonly host: string
  readonly port: number
  /** Ends the server and deletes its folder. */
  stop(): Promise<void>
}

/** Servers that a script has started. */
export interface RunningScript {
  /** The last line that it printed. */
  readonly url: string
  /** Where the script keeps what it needs, such as `pids`. */
  readonly folder: string
  /** Ends the servers and deletes the folder. */
  stop(): Promise<void>
}

/**
 * Runs one of `scripts/start-*.sh` in a folder of its own. Its servers end with this process if nobody stops them.
 *
 * @param args Behind the folder.
 * @throws Error with what the script said.
 */
export async function runStartScript(script: string, args: readonly string[]): Promise<RunningScript> {
  const folder = await mkdtemp(join(tmpdir(), 'camera-check-server-'))
  const path = fileURLToPath(new URL(`../../scripts/${script}`, import.meta.url))
  const stop = async (): Promise<void> => {
    await run(join(folder, 'stop.sh')).catch(() => undefined)
    await rm(folder, { recursive: true, force: true })
  }
  try {
    const { stdout } = await run(path, [folder, ...args], {
      env: { ...process.env, STOP_WITH_PID: String(process.pid) },
      timeout: START_DEADLINE_MS
    })
    return { url: stdout.trim().split('\n').at(-1) ?? '', folder, stop }
  } catch (cause) {
    await stop()
    throw new Error(`Cannot start ${script}: ${lastWords(cause)}`, { cause })
  }
}

/**
 * Starts one server.
 *
 * @param port 0 takes a free one.
 * @throws Error with what the script said.
 */
export async function startServer(
  script: 'start-redis.sh' | 'start-s3.sh' | 'start-mosquitto.sh',
  port = 0,
  options: readonly string[] = []
): Promise<RunningServer> {
  const { url, stop } = await runStartScript(script, [String(port), ...options])
  return { url, host: new URL(url).hostname, port: Number(new URL(url).port), stop }
}

/**
 * Finds or installs a program.
 *
 * @param packages That bring it, where they are not named as it is.
 * @throws Error with what the script said.
 */
export async function findProgram(command: string, packages: readonly string[] = []): Promise<string> {
  const path = fileURLToPath(new URL('../../scripts/find-program.sh', import.meta.url))
  try {
    const { stdout } = await run(path, [command, ...packages], { timeout: START_DEADLINE_MS })
    return stdout.trim().split('\n').at(-1) ?? ''
  } catch (cause) {
    throw new Error(`Cannot find ${command}: ${lastWords(cause)}`, { cause })
  }
}

/** Runs a start script that only looks for what it needs, or installs it. @throws Error with what the script said. */
export async function checkScript(script: string): Promise<string> {
  const path = fileURLToPath(new URL(`../../scripts/${script}`, import.meta.url))
  try {
    const { stdout } = await run(path, ['--check'], { timeout: START_DEADLINE_MS })
    return stdout.trim()
  } catch (cause) {
    throw new Error(`Cannot find what ${script} needs: ${lastWords(cause)}`, { cause })
  }
}

function lastWords(cause: unknown): string {
  const said = String((cause as { stderr?: unknown }).stderr ?? cause).trim()
  return said.split('\n').slice(-3).join(' / ')
}
