import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const path = name => fileURLToPath(new URL(name, import.meta.url))
const START_DEADLINE_MS = 60_000
const CLOSE_DEADLINE_MS = 10_000

/**
 * The built service, each part a process of its own on a free port, without anything of the machine's settings.
 *
 * @returns {Promise<{ url: string, redisUrl: string, close: () => Promise<void> }>}
 */
export async function openService() {
  const folder = mkdtempSync(join(tmpdir(), 'camera-check-accuracy-'))
  const redisUrl = await startRedis(folder)
  const { hostname, port } = new URL(redisUrl)
  const child = spawn(process.execPath, [path('../../dist/main.js')], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      DATA_DIR: join(folder, 'data'),
      REDIS_HOST: hostname,
      REDIS_PORT: port,
      MINIO_SAVE_MODE: 'none'
    },
    stdio: ['ignore', 'pipe', 'inherit']
  })
  const stop = () => child.kill()
  process.once('exit', stop)
  const close = async () => {
    process.off('exit', stop)
    await endOf(child)
    await run(join(folder, 'redis', 'stop.sh')).catch(() => undefined)
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    return { url: await addressOf(child), redisUrl, close }
  } catch (thrown) {
    await close()
    throw thrown
  }
}

async function startRedis(folder) {
  const env = { ...process.env, STOP_WITH_PID: String(process.pid) }
  try {
    const { stdout } = await run(path('../../scripts/start-redis.sh'), [join(folder, 'redis')], { env })
    return stdout.trim().split('\n').at(-1)
  } catch (cause) {
    rmSync(folder, { recursive: true, force: true })
    throw new Error(`Cannot start Redis: ${(cause.stderr || cause.message).trim()}; install redis-server`, { cause })
  }
}

async function endOf(child) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill()
  const force = setTimeout(() => child.kill('SIGKILL'), CLOSE_DEADLINE_MS)
  await exit
  clearTimeout(force)
}

function addressOf(child) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('The service did not start in time')), START_DEADLINE_MS)
    child.once('exit', code => reject(new Error(`The service ended with ${code}; was it built?`)))
    createInterface({ input: child.stdout }).on('line', text => {
      const line = JSON.parse(text)
      if (line.level === 'error' || line.level === 'fatal') console.error(text)
      if (line.address === undefined) return
      clearTimeout(timer)
      resolve(line.address)
    })
  })
}
