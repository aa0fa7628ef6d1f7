/** A table as RFC 4180 has it, with a mark at its beginning by which spreadsheets know UTF-8. @param lines The head first. */
export function csvOf(lines: readonly (readonly string[])[]): string {
  return `\uFEFF${lines.map(cells => cells.map(cell).join(',')).join('\r\n')}\r\n`
}

/**
 * What a person or a camera has named: a text that a spreadsheet would take for a formula must not run.
 *
 * @see OWASP, "CSV Injection"; the wide signs are formulas too where Chinese or Japanese is written.
 */
export function csvText(name: string): string {
  return /^[=+\-@\t\r\n＝＋－＠]/.test(name) ? `'${name}` : name
}

export function csvNumber(value: number | null): string {
  return value === null ? '' : String(value)
}

function cell(value: string): string {
  return /[",;\t\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
}
