/** `97 %`, or `-` for nothing. @param share 0..1 */
export function percent(share: number | null): string {
  return share === null ? '-' : `${Math.round(share * 1000) / 10} %`
}

/** `1.4 s`, or `-`. */
export function seconds(ms: number | null): string {
  return ms === null ? '-' : `${(ms / 1000).toFixed(1)} s`
}

/** `0.31`, or `-`. */
export function rate(perHour: number | null): string {
  return perHour === null ? '-' : perHour.toFixed(2)
}

/** Lines of a Markdown table whose columns line up. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map(row => row[i]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, i) => (cells[i] ?? '').padEnd(width)).join(' | ')} |`
  return [line(head), `|${widths.map(width => '-'.repeat(width + 2)).join('|')}|`, ...rows.map(line)]
}
