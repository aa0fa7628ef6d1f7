import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** Code of a page between two fences. */
export interface CodeBlock {
  /** Path of the page below the root. */
  readonly page: string
  /** Line of the opening fence, from 1. */
  readonly line: number
  readonly language: string
  readonly text: string
}

const SHELLS = new Set(['sh', 'bash', 'shell', 'console'])

/** Every page that people read: the README, the documentation, the benches. */
export function pages(): string[] {
  const under = (folder: string): string[] =>
    readdirSync(`${ROOT}${folder}`, { recursive: true, encoding: 'utf8' })
      .filter(name => name.endsWith('.md'))
      .sort()
      .map(name => `${folder}/${name}`)
  return ['README.md', 'SECURITY.md', 'CHANGELOG.md', ...under('docs'), ...under('bench')]
}

export function textOf(page: string): string {
  return readFileSync(`${ROOT}${page}`, 'utf8')
}

export function codeBlocks(page: string): CodeBlock[] {
  const text = textOf(page)
  return [...text.matchAll(/^( *)```(.*)\n([\s\S]*?)^\1```/gm)].map(match => ({
    page,
    line: text.slice(0, match.index).split('\n').length,
    language: (match[2] ?? '').trim(),
    text: match[3] ?? ''
  }))
}

export function isShell({ language }: CodeBlock): boolean {
  return SHELLS.has(language)
}

/** Commands of a shell block, without the comments behind them; lines that belong together are one. */
export function commandsOf({ text }: CodeBlock): string[] {
  const commands: string[] = []
  let open = ''
  for (const line of text.split('\n')) {
    const whole = open === '' ? line : `${open}\n${line}`
    if (whole.endsWith('\\') || isInQuotes(whole)) {
      open = whole
      continue
    }
    open = ''
    const command = withoutComment(whole).trim()
    if (command !== '') commands.push(command)
  }
  return commands
}

function isInQuotes(text: string): boolean {
  return quoteAt(text, text.length) !== ''
}

function withoutComment(text: string): string {
  for (const { index } of text.matchAll(/(?<=^|\s)#/g)) {
    if (quoteAt(text, index) === '') return text.slice(0, index)
  }
  return text
}

/** The quote that is open before this place, or nothing. */
function quoteAt(text: string, place: number): string {
  let open = ''
  for (const letter of text.slice(0, place)) {
    if (open === '' && (letter === "'" || letter === '"')) open = letter
    else if (letter === open) open = ''
  }
  return open
}
