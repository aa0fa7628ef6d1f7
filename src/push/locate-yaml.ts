import { type Document, isMap, isNode, isScalar, LineCounter, type Pair, parseDocument } from 'yaml'

/** YAML that was read, and where in it each thing stands. */
export interface LocatedYaml {
  readonly value: unknown
  /** Mistakes of the YAML itself: line, and what is wrong. */
  readonly problems: readonly { readonly line: number; readonly text: string }[]
  /** Line of what lies under these keys, or else of the nearest thing around it; from 1. */
  lineOf(path: readonly string[]): number
}

/** Reads one YAML document. A key that is there twice is a mistake. */
export function locateYaml(text: string): LocatedYaml {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false })
  const problems = [...document.errors, ...document.warnings].map(({ pos, message }) => ({
    line: lines.linePos(pos[0]).line,
    text: message.replace(/\s+/g, ' ')
  }))
  return {
    value: problems.length > 0 ? null : toValue(document),
    problems,
    lineOf: path => lines.linePos(offsetOf(document, path)).line
  }
}

function toValue(document: Document): unknown {
  return document.toJS({ maxAliasCount: 100 })
}

function offsetOf(document: Document, path: readonly string[]): number {
  let node: unknown = document.contents
  let offset = 0
  for (const key of path) {
    if (!isMap(node)) break
    const pair = node.items.find(item => keyText(item) === key)
    if (pair === undefined) break
    if (isNode(pair.key)) offset = pair.key.range?.[0] ?? offset
    node = pair.value
  }
  return offset
}

function keyText({ key }: Pair): string {
  return String(isScalar(key) ? key.value : key)
}
