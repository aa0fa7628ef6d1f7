/** Text of a description as Markdown: what looks like HTML is shown as it is; what stands in backticks is left alone. */
export function prose(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replaceAll('<', '&lt;')))
    .join('')
    .trim()
}
