import type { Outcome } from '../evaluate.ts'
import { table } from './format.ts'
import { mistakesOf } from './findings.ts'
import { tablesOf } from './tables.ts'

/** The tables as Markdown, and one line for everything that went wrong. */
export function textReport(outcomes: readonly Outcome[]): string[] {
  const tables = tablesOf(outcomes.map(({ score }) => score))
  const mistakes = mistakesOf(outcomes).map(({ type, text }) => `  ${type}: ${text}`)
  return [
    ...tables.flatMap(({ title, head, rows }) => ['', title, ...table(head, rows)]),
    '',
    `What went wrong: ${mistakes.length === 0 ? 'nothing' : mistakes.length}`,
    ...mistakes
  ]
}
