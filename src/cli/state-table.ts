import type { ResultMessage } from '../model/result-message.ts'

/** One camera as the table shows it. */
interface Row {
  readonly state: string
  readonly sinceMs: number
  readonly results: number
  readonly detail: string
  readonly lastMs: number
}

const COLOURS = { good: '\u001b[32m', bad: '\u001b[31m', faint: '\u001b[2m', off: '\u001b[0m' }

/** What is known of each camera, from the results alone, and its drawing as text. */
export class StateTable {
  readonly #rows = new Map<string, Row>()
  #changes: string[] = []

  /** @param nowMs When the result came, epoch ms. */
  take({ data }: ResultMessage, nowMs: number): void {
    const { stream, result } = data
    const before = this.#rows.get(stream)
    const changed = before === undefined || before.state !== result.state
    this.#rows.set(stream, {
      state: result.state,
      sinceMs: changed ? nowMs : before.sinceMs,
      results: (before?.results ?? 0) + 1,
      detail: detailOf(result),
      lastMs: nowMs
    })
    if (changed) this.#changes.push(`${isoSecond(nowMs)}  ${stream}  ${result.state}  ${detailOf(result)}`.trimEnd())
  }

  get cameras(): number {
    return this.#rows.size
  }

  /** Lines for state changes since the call before: what is printed where no terminal can be redrawn. */
  takeChanges(): string[] {
    const changes = this.#changes
    this.#changes = []
    return changes
  }

  /** The whole table, one line a camera, in order of name. */
  draw(nowMs: number, inColour: boolean): string[] {
    const names = [...this.#rows.keys()].sort()
    const nameWidth = Math.max(6, ...names.map(name => name.length))
    const paint = (text: string, colour: keyof typeof COLOURS) =>
      inColour ? COLOURS[colour] + text + COLOURS.off : text
    const head = `${'CAMERA'.padEnd(nameWidth)}  ${'STATE'.padEnd(26)}  ${'FOR'.padStart(6)}  ${'RESULTS'.padStart(8)}  WHY`
    const lines = names.map(name => {
      const row = this.#rows.get(name)
      if (row === undefined) return ''
      const state = paint(row.state.padEnd(26), row.state === 'Normal' ? 'good' : 'bad')
      const age = `${Math.round((nowMs - row.sinceMs) / 1000)} s`.padStart(6)
      return `${name.padEnd(nameWidth)}  ${state}  ${age}  ${String(row.results).padStart(8)}  ${paint(row.detail, 'faint')}`
    })
    return [paint(head, 'faint'), ...lines]
  }
}

/** The main fault's figures in a few words. */
function detailOf(result: ResultMessage['data']['result']): string {
  const fault = result.faults[0]
  if (fault === undefined) return result.edge_ratio === undefined ? '' : `edges ${result.edge_ratio} %`
  if (result.error !== undefined) return result.error
  return `${fault.measure} ${fault.value} ${fault.unit}, limit ${fault.limit}`
}

function isoSecond(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`
}
