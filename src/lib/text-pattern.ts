/**
 * Makes a test of a pattern: `*` stands for any characters, `?` for one, everything else for itself.
 *
 * @example textPattern('dock-*')('dock-7') // true
 */
export function textPattern(pattern: string): (text: string) => boolean {
  // Stars in a row ask for the same as one, and would make a text that does not fit slow to refuse.
  const source = pattern
    .replace(/\*+/g, '*')
    .replace(/[.+^${}()|[\]\\/]/g, '\\$&')
    .replaceAll('*', '[^]*')
    .replaceAll('?', '[^]')
  const expression = new RegExp(`^${source}$`, 'u')
  return text => expression.test(text)
}
