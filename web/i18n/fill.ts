/** A text with its `{named}` values put in. A name without a value stays as it is, so that a test and a reader see it. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
}

/** A text cut at its `{named}` values: plain parts as they are, names as `{ name }`. */
export function partsOf(text: string): readonly (string | { readonly name: string })[] {
  return text
    .split(/(\{\w+\})/)
    .filter(part => part !== '')
    .map(part => (/^\{\w+\}$/.test(part) ? { name: part.slice(1, -1) } : part))
}
