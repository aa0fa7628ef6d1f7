import { readdirSync, readFileSync } from 'node:fs'
import { parseSync } from '@swc/core'
import { expect, it } from 'vitest'

const root = new URL('../../src/', import.meta.url)
const LEVELS = new Set(['debug', 'info', 'warn', 'error'])

interface LogCall {
  readonly file: string
  readonly message: string
  /** The function around it, where its fields are put together. */
  readonly around: string
}

interface Node {
  readonly type: string
  readonly span?: { readonly start: number; readonly end: number }
  readonly [key: string]: unknown
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'

/** The text of a literal, or of the fixed parts of a template. */
function textOf(node: unknown): string {
  if (!isNode(node)) return ''
  if (node.type === 'StringLiteral') return String(node.value)
  if (node.type !== 'TemplateLiteral') return Object.values(node).flat().map(textOf).join(' ')
  return (node.quasis as { cooked: string }[]).map(({ cooked }) => cooked).join('…')
}

/** Calls of a log's levels, wherever they stand in a file. */
function callsIn(file: string, source: string): LogCall[] {
  const calls: LogCall[] = []
  // swc counts bytes, and goes on counting from one file to the next.
  const bytes = Buffer.from(source)
  const module = parseSync(source, { syntax: 'typescript' }) as unknown as Node
  const offset = module.span!.start - (source.length - source.trimStart().length)
  const visit = (value: unknown, around: string): void => {
    if (Array.isArray(value)) for (const item of value) visit(item, around)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return
    const node = value as Node
    const isFunction = /^(FunctionDeclaration|ClassMethod|PrivateMethod|Constructor|MethodProperty)$/.test(
      node.type ?? ''
    )
    const within = isFunction ? bytes.subarray(node.span!.start - offset, node.span!.end - offset).toString() : around
    const message = messageOf(node)
    if (message !== null) calls.push({ file, message, around: within })
    for (const child of Object.values(node)) visit(child, within)
  }
  visit(module.body, '')
  return calls
}

function messageOf(node: Node): string | null {
  if (node.type !== 'CallExpression') return null
  const callee = node.callee as Node
  const level = (callee.property as { value?: string } | undefined)?.value ?? ''
  const args = node.arguments as { expression: Node }[]
  return callee.type === 'MemberExpression' && LEVELS.has(level) && args.length === 2
    ? textOf(args[1]?.expression)
    : null
}

const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.ts'))
const calls = files
  .filter(name => !/assembly|^cli\/|^client\//.test(name))
  .flatMap(name => callsIn(name, readFileSync(new URL(name, root), 'utf8')))

/** Messages about one camera, or one incident. */
const OF_A_CAMERA =
  /\b(a|this|the) (camera|scene|frame|snapshot|stream|test stream|self-test of a camera)\b|^(A|The|Test) (camera|frame|stream|source)\b/i
const OF_AN_INCIDENT = /^(Incident (opened|closed)|Alarm (delivered|given up|not delivered))|^An alarm is\b/
/** About one, by their words, and yet about all. */
const OF_ALL: readonly string[] = [
  // Which of them, nobody can say: it is the store that does not answer.
  'The snapshot store takes snapshots again',
  'The snapshot store does not take snapshots, they wait',
  'The snapshot store is not ready, snapshots wait'
]

it('finds the calls of the log', () => {
  expect(calls.length).toBeGreaterThan(120)
  expect(calls.map(({ message }) => message)).toContain('A frame could not be analysed')
})

it('a line about one camera bears its stream, under that name', () => {
  const about = calls.filter(({ message }) => OF_A_CAMERA.test(message) && !OF_ALL.includes(message))
  expect(about.length).toBeGreaterThan(8)
  expect(about.filter(({ around }) => !/\bstream\b/.test(around))).toEqual([])
})

it('a line about an incident or an alarm bears incident and stream', () => {
  const about = calls.filter(({ message }) => OF_AN_INCIDENT.test(message))
  expect(about.length).toBeGreaterThan(4)
  expect(about.filter(({ around }) => !/\bincident\b/.test(around) || !/\bstream\b/.test(around))).toEqual([])
})

it('no line has another name for either', () => {
  const others = /[{,]\s*(camera|cameraId|streamName|incidentId|incident_id|stream_id)\s*[:,}]/
  const text = calls.flatMap(({ around, message, file }) => {
    const call = around.slice(Math.max(0, around.indexOf(message) - 300), around.indexOf(message))
    const fields = call.slice(call.lastIndexOf('log.'))
    return others.test(fields) ? [`${file}: ${message}`] : []
  })
  expect(text).toEqual([])
})
