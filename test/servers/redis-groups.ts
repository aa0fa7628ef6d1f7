import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type RunningScript, runStartScript } from './server-script.ts'

const run = promisify(execFile)

/** Servers of one installation, to be stopped, killed and paused one by one. */
export interface RunningGroup extends RunningScript {
  /** Of each server, in the order in which they were started. */
  readonly ports: readonly number[]
  /** Sends a signal to one server. @param index In `ports`. */
  signal(index: number, signal: NodeJS.Signals): void
}

/** A Redis Cluster. @param replicas Of each primary. */
export async function startCluster(primaries = 3, replicas = 0): Promise<RunningGroup> {
  const script = await runStartScript('start-redis-cluster.sh', [String(primaries), String(replicas)])
  const ports = [...script.url.matchAll(/:(\d+)/g)].map(([, port]) => Number(port))
  return groupOf(script, ports)
}

/** A primary, its replica and a Sentinel, in this order. */
export async function startSentinel(password = ''): Promise<RunningGroup> {
  const script = await runStartScript('start-redis-sentinel.sh', password === '' ? [] : [password])
  const ports = (await readFile(join(script.folder, 'ports'), 'utf8')).trim().split(' ').map(Number)
  return groupOf(script, ports)
}

/** Runs redis-cli. @returns What it printed. */
export async function redisCli(args: readonly string[]): Promise<string> {
  const { stdout } = await run('redis-cli', args)
  return stdout
}

async function groupOf(script: RunningScript, ports: readonly number[]): Promise<RunningGroup> {
  const lines = (await readFile(join(script.folder, 'pids'), 'utf8')).trim().split('\n')
  const pids = lines.map(line => Number(line.split(' ')[0]))
  return {
    ...script,
    ports,
    signal: (index, signal) => {
      const pid = pids[index]
      if (pid !== undefined) process.kill(pid, signal)
    }
  }
}
