import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const INSTALL_DEADLINE_MS = 300_000

/** What `npm pack` makes of the built tree, installed into an empty folder as anybody would. */
export class InstalledPackage {
  readonly folder: string
  readonly #environment: NodeJS.ProcessEnv

  private constructor(folder: string) {
    this.folder = folder
    // Without what npm hands to the scripts that it runs: this one may be run by one.
    const own = Object.entries(process.env).filter(
      ([name]) => !/^npm_(package|lifecycle|command)|^INIT_CWD$/.test(name)
    )
    this.#environment = Object.fromEntries(own)
  }

  static async make(): Promise<InstalledPackage> {
    const installed = new InstalledPackage(await mkdtemp(join(tmpdir(), 'camera-check-package-')))
    await installed.#install()
    return installed
  }

  async #install(): Promise<void> {
    const options = { env: this.#environment, timeout: INSTALL_DEADLINE_MS }
    // Without scripts: `prepare` would build anew under the feet of the suites beside this one.
    const pack = ['pack', '--ignore-scripts', '--silent', '--pack-destination', this.folder]
    const { stdout } = await run('npm', pack, { ...options, cwd: ROOT })
    const tarball = stdout.trim().split('\n').at(-1) ?? ''
    await writeFile(join(this.folder, 'package.json'), '{"private": true, "type": "module"}')
    const quiet = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']
    await run('npm', ['install', ...quiet, join(this.folder, tarball)], { ...options, cwd: this.folder })
  }

  /** Paths of all files of the package itself. */
  async files(): Promise<string[]> {
    const root = join(this.folder, 'node_modules/camera-check')
    const found = await readdir(root, { recursive: true, withFileTypes: true })
    return found
      .filter(entry => entry.isFile())
      .map(entry => join(entry.parentPath, entry.name).slice(root.length + 1))
      .filter(name => !name.startsWith('node_modules/'))
  }

  /** Runs `npx camera-check` to its end. */
  async tell(...words: string[]): Promise<{ code: number; out: string; err: string }> {
    const bin = join(this.folder, 'node_modules/.bin/camera-check')
    return run(bin, words, { cwd: this.folder, env: this.#environment }).then(
      ({ stdout, stderr }) => ({ code: 0, out: stdout, err: stderr }),
      cause => ({ code: cause.code as number, out: cause.stdout as string, err: cause.stderr as string })
    )
  }

  /** Runs a module that lies beside the package. @returns What it printed. */
  async runModule(text: string): Promise<string> {
    const file = join(this.folder, 'program.mjs')
    await writeFile(file, text)
    return (await run(process.execPath, [file], { cwd: this.folder, env: this.#environment })).stdout
  }

  /** Starts `npx camera-check` with these variables alone. */
  start(env: Readonly<Record<string, string>>, ...words: string[]): ChildProcess {
    const own = { PATH: process.env.PATH, HOME: process.env.HOME, ...env }
    return spawn('npx', ['--no', 'camera-check', ...words], {
      cwd: this.folder,
      env: own,
      stdio: ['ignore', 'pipe', 'pipe'],
      // So that the service ends with npx.
      detached: true
    })
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true })
  }
}
