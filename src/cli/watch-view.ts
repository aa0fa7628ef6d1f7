import type { ResultMessage } from '../model/result-message.ts'

/** What the terminal shows of the results: a line for each change of a state, and a line of figures. */
export class WatchView {
  readonly #states = new Map<string, string>()
  #results = 0
  #lost = 0
  #resultsAtLastTick = 0
  #lastTickMs: number | null = null

  /**
   * Takes one message.
   *
   * @returns Lines to print: none while nothing changes.
   */
  lines(text: string, nowMs: number): string[] {
    const message = parse(text)
    const time = new Date(nowMs).toISOString().slice(11, 23)
    if (message === null) return [`${time} Not a result: ${printable(text.slice(0, 120))}`]
    this.#results++
    const lines = this.#lostLines(message.dropped, time)
    const { stream, result } = message.data
    const before = this.#states.get(stream)
    if (before === result.state) return lines
    this.#states.set(stream, result.state)
    const change = before === undefined ? result.state : `${before} -> ${result.state}`
    return [...lines, printable(`${time} ${stream}: ${change}${detail(result)}`)]
  }

  /** One line: how many results, how fast, how many cameras, how many of them abnormal. */
  figures(nowMs: number): string {
    const seconds = this.#lastTickMs === null ? 0 : (nowMs - this.#lastTickMs) / 1000
    const rate = seconds > 0 ? (this.#results - this.#resultsAtLastTick) / seconds : 0
    this.#lastTickMs = nowMs
    this.#resultsAtLastTick = this.#results
    const abnormal = [...this.#states.values()].filter(state => state !== 'Normal').length
    const lost = this.#lost === 0 ? '' : `, ${this.#lost} lost`
    return `${this.#results} results, ${rate.toFixed(1)}/s, ${this.#states.size} cameras, ${abnormal} abnormal${lost}`
  }

  #lostLines(dropped: number | undefined, time: string): string[] {
    if (dropped === undefined) return []
    this.#lost += dropped
    return [`${time} Too slow: the service dropped ${dropped} results for this client`]
  }
}

type Received = ResultMessage & { readonly dropped?: number }

function parse(text: string): Received | null {
  try {
    const message = JSON.parse(text) as Received
    return typeof message.data.stream === 'string' && typeof message.data.result.state === 'string' ? message : null
  } catch {
    return null
  }
}

/** Why, as far as the message tells: the main fault's measure, or the error. */
function detail(result: ResultMessage['data']['result']): string {
  const [fault] = result.faults ?? []
  if (result.error !== undefined) return ` (${result.error})`
  if (fault === undefined) return ''
  return ` (${fault.measure} ${round(fault.value)} ${fault.unit}, limit ${round(fault.limit)})`
}

function round(value: number): string {
  return String(Math.round(value * 1000) / 1000)
}

/** A stream's name may hold anything; control characters would drive the terminal, others turn its lines round. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu, '\u{fffd}')
}
