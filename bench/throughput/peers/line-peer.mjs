import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { endWithThis } from '../end-with-this.mjs'

/** A process that answers every line on its stdin with one on its stdout. It ends with this one, and when its stdin does. */
export class LinePeer {
  #process
  #lines

  /** @param {string} command @param {string[]} args */
  constructor(command, args) {
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] })
    // Told by `ask`: the lines end.
    child.once('error', () => undefined)
    child.stdin.on('error', () => undefined)
    endWithThis(child)
    this.#process = child
    this.#lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  }

  get pid() {
    return this.#process.pid
  }

  /** @param {string} line @returns {Promise<string>} */
  async ask(line) {
    this.#process.stdin.write(`${line}\n`)
    return await this.next()
  }

  /** The next line that it writes. */
  async next() {
    const { value, done } = await this.#lines.next()
    if (done) throw new Error(`${this.#process.spawnargs.join(' ').slice(0, 100)} ended without an answer`)
    return value
  }

  end() {
    this.#process.stdin.end()
    this.#process.kill()
  }
}
