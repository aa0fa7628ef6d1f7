import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { codeBlocks, commandsOf, isShell, pages, ROOT } from '../docs/code-blocks.ts'
import { DOCUMENTED_CODE, DOCUMENTED_COMMANDS } from '../docs/documented-commands.ts'
import { checkedJpeg, flatJpeg } from '../pictures.ts'
import { describeWith } from '../servers/need.ts'
import { startRedis } from '../servers/redis-server.ts'
import { S3Bucket } from '../servers/s3-bucket.ts'
import type { RunningServer } from '../servers/server-script.ts'
import { PATIENT } from '../servers/service-environment.ts'
import { until } from '../servers/until.ts'

const DEADLINE_MS = 60_000

/** A command that goes on until it is ended. */
class Running {
  out = ''
  readonly #process: ChildProcess

  constructor(command: string, cwd: string, env: NodeJS.ProcessEnv) {
    // A group of its own, so that what the command has started ends with it.
    this.#process = spawn('bash', ['-c', command], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
    for (const stream of [this.#process.stdout, this.#process.stderr]) stream?.on('data', chunk => (this.out += chunk))
  }

  /** @returns What stands in the first group, or the whole match. */
  async until(text: RegExp): Promise<string> {
    await until(() => text.test(this.out) || this.#process.exitCode !== null, DEADLINE_MS)
    expect(this.out).toMatch(text)
    const match = text.exec(this.out)
    return match?.[1] ?? match?.[0] ?? ''
  }

  async end(): Promise<number | null> {
    const { exitCode, pid } = this.#process
    if (exitCode !== null || pid === undefined) return exitCode
    const exit = new Promise<number | null>(resolve => this.#process.once('exit', resolve))
    process.kill(-pid, 'SIGINT')
    return exit
  }

  async exit(): Promise<number | null> {
    const { exitCode } = this.#process
    return exitCode ?? new Promise(resolve => this.#process.once('close', resolve))
  }
}

/** Programs that commands name, in the form in which they are here. */
function shims(redis: RunningServer): Record<string, string> {
  const path = (program: string) => execFileSync('bash', ['-c', `command -v ${program}`], { encoding: 'utf8' }).trim()
  const cli = `${process.execPath} ${ROOT}dist/cli/camera-check.js`
  return {
    // An answer that is an error is no success.
    curl: `exec ${path('curl')} --fail-with-body --silent --show-error "$@"`,
    'redis-cli': `exec ${path('redis-cli')} -h ${redis.host} -p ${redis.port} "$@"`,
    'camera-check': `exec ${cli} "$@"`,
    npx: `[ "$1" = camera-check ] && shift && exec ${cli} "$@"`,
    // What has to be installed and built is so by now, and building again would take it from under other suites.
    npm: `case "$*" in
      ci) ;;
      'run demo') exec ${process.execPath} ${ROOT}dist/cli/demo.js --seconds 3 ;;
      *) exec ${path('npm')} --prefix ${ROOT} "$@" ;;
    esac`
  }
}

describeWith({ redis: true, s3: true }, 'commands of the documentation', ({ s3 }) => {
  const bucket = new S3Bucket(s3)
  let redis: RunningServer
  let folder: string
  let service: Running | null = null
  let address = '127.0.0.1:5020'
  let incident = ''
  let frames: NodeJS.Timeout | null = null

  const env = (): NodeJS.ProcessEnv => ({
    ...PATIENT,
    PATH: `${folder}/bin:${process.env.PATH}`,
    HOME: process.env.HOME,
    PORT: '0',
    REDIS_PORT: String(redis.port),
    MINIO_BUCKET: bucket.name,
    DATA_DIR: join(folder, 'data'),
    SELF_TEST: '0',
    LOG_LEVEL: 'info',
    INCIDENT: incident
  })
  const here = (text: string): string =>
    text
      .replaceAll(/(?:localhost|127\.0\.0\.1):5020/g, address)
      .replaceAll('127.0.0.1:6379', `${redis.host}:${redis.port}`)
      .replaceAll('127.0.0.1:9000', s3.endpoint)
      .replaceAll('MINIO_ACCESS_KEY=...', `MINIO_ACCESS_KEY=${s3.accessKey}`)
      .replaceAll('MINIO_SECRET_KEY=...', `MINIO_SECRET_KEY=${s3.secretKey}`)

  /** Programs are named as they are seen from the project's folder; files of the reader lie in one of their own. */
  const folderOf = (command: string): string => (command.startsWith('node ') ? ROOT : folder)

  beforeAll(async () => {
    redis = await startRedis()
    folder = await mkdtemp(join(tmpdir(), 'camera-check-commands-'))
    await mkdir(join(folder, 'bin'))
    for (const [name, text] of Object.entries(shims(redis))) {
      await writeFile(join(folder, 'bin', name), `#!/bin/bash\n${text}\n`)
      await chmod(join(folder, 'bin', name), 0o755)
    }
    await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
    await writeFile(join(folder, 'frame.jpg'), await checkedJpeg(640, 360))
    await mkdir(join(folder, 'pictures'))
    for (const number of [1, 2]) await writeFile(join(folder, 'pictures', `${number}.jpg`), await checkedJpeg(320, 180))
    await writeFile(
      join(folder, 'cameras.yaml'),
      `to: { redis: 'redis://${redis.host}:${redis.port}' }\ncameras:\n  gate: { source: pictures, fps: 5 }\n`
    )
  }, 120_000)

  afterAll(async () => {
    if (frames !== null) clearInterval(frames)
    await service?.end()
    await redis?.stop()
    await bucket.destroy()
    await rm(folder, { recursive: true, force: true })
  }, 60_000)

  /** The service that the README starts is the one that all other commands speak with; its gate is black. */
  async function speakWith(running: Running): Promise<void> {
    service = running
    const url = await running.until(/"address":"(http[^"]+)"/)
    address = new URL(url).host
    const black = await flatJpeg(640, 360, 2)
    const post = () =>
      fetch(`${url}/pushhub/frames/gate-1`, {
        method: 'POST',
        headers: { 'content-type': 'image/jpeg' },
        body: new Uint8Array(black)
      })
    frames = setInterval(() => void post().catch(() => undefined), 500)
  }

  async function oneIncident(): Promise<string> {
    const found = async (): Promise<string> => {
      const answer = await fetch(`http://${address}/pushhub/incidents?state=open`)
      const { items } = (await answer.json()) as { items: { id: string }[] }
      return items[0]?.id ?? ''
    }
    await until(async () => (await found()) !== '', DEADLINE_MS)
    return found()
  }

  const cases = pages()
    .flatMap(codeBlocks)
    .filter(isShell)
    .flatMap(block => {
      const commands = commandsOf(block)
      // Variables that a block sets hold for the commands behind it.
      const set = commands.filter(command => /^[A-Z]+=\S+$/.test(command)).map(command => `${command}\n`)
      return commands.map(command => ({ place: `${block.page}:${block.line}`, set: set.join(''), command }))
    })

  it.each(cases)('$place $command', { timeout: 2 * DEADLINE_MS }, async ({ command, set }) => {
    const proof = DOCUMENTED_COMMANDS[command]
    if (proof === undefined || !('run' in proof || 'runUntil' in proof)) return
    if (incident === '' && command.includes('state=')) incident = await oneIncident()
    const running = new Running(here(`set -eo pipefail\n${set}${command}`), folderOf(command), env())
    if ('runUntil' in proof) {
      await running.until(proof.runUntil)
      if (service === null) await speakWith(running)
      else await running.end()
      return
    }
    expect([await running.exit(), running.out]).toEqual([0, expect.any(String)])
    if (proof.prints !== undefined) expect(running.out).toMatch(proof.prints)
  })

  /** The nth block of a page in a language, if it is to be run. */
  function code(key: string, index = 0): string {
    const [page = '', language = ''] = key.split(' ')
    expect(DOCUMENTED_CODE[key]?.[index]).toEqual({ run: true })
    return codeBlocks(page).filter(block => block.language === language)[index]?.text ?? ''
  }

  async function runFile(name: string, text: string, ...command: string[]): Promise<string> {
    await writeFile(join(folder, name), text)
    return execFileSync(command[0] ?? process.execPath, [...command.slice(1), name], { cwd: folder, encoding: 'utf8' })
  }

  it('README.md: a producer in JavaScript', async () => {
    const text = code('README.md js').replace('new Redis()', `new Redis('${redis.url}')`)
    const added = () =>
      Number(execFileSync(join(folder, 'bin/redis-cli'), ['XLEN', 'frames:gate-1'], { encoding: 'utf8' }))
    const before = added()
    await runFile('producer.mjs', `${text}\nprocess.exit(0)\n`)
    expect(added()).toBeGreaterThanOrEqual(Math.min(100, before + 1))
  })

  it('docs/alarms.md: a target in a file', () => {
    expect(JSON.parse(code('docs/alarms.md json'))).toEqual([
      expect.objectContaining({ id: 'control-room', type: 'slack' })
    ])
  })
})
