import { escapeControls } from '../lib/escape-controls.ts'
import type { Log } from '../lib/log.ts'

const CLEAR_LINE = '\r\u001b[2K'

/** A terminal whose last line shows figures, above which lines are written. */
export class PushTerminal implements Log {
  readonly #write: (text: string) => void
  readonly #clock: () => number
  #line = ''

  /** @param clock Epoch ms. */
  constructor(write: (text: string) => void, clock: () => number) {
    this.#write = write
    this.#clock = clock
  }

  debug(): void {
    // For a log, and not for somebody who watches.
  }

  info(fields: object, message: string): void {
    this.#tell('', fields, message)
  }

  warn(fields: object, message: string): void {
    this.#tell('! ', fields, message)
  }

  error(fields: object, message: string): void {
    this.#tell('! ', fields, message)
  }

  /** Shows the figures in place of those before. */
  show(line: string): void {
    this.#line = line
    this.#write(CLEAR_LINE + line)
  }

  /** Takes the figures away. */
  clear(): void {
    this.#line = ''
    this.#write(CLEAR_LINE)
  }

  #tell(mark: string, fields: object, message: string): void {
    const { stream, reason } = fields as { stream?: string; reason?: string }
    const where = stream === undefined ? '' : `${stream}: `
    // Reasons of one word stand in the message already.
    const why = reason?.includes(' ') ? `: ${reason}` : ''
    const time = new Date(this.#clock()).toISOString().slice(11, 19)
    this.#write(`${CLEAR_LINE}${time} ${mark}${escapeControls(where + message + why)}\n${this.#line}`)
  }
}
