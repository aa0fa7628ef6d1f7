/** Control characters, line separators, and marks that turn the direction of text: what makes a line look like another. */
const CONTROLS = /[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu

/**
 * Writes what would drive a terminal, break a line or reorder it as `\uXXXX`. In the text of JSON that changes how it
 * is spelt and not what it says.
 *
 * @example escapeControls('a\u009b31mb') // 'a\\u009b31mb'
 */
export function escapeControls(text: string): string {
  return text.replace(CONTROLS, char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
