import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { codeBlocks, commandsOf, isShell, pages, ROOT, textOf } from './code-blocks.ts'
import { DOCUMENTED_CODE, DOCUMENTED_COMMANDS, type Proof } from './documented-commands.ts'

const blocks = pages().flatMap(codeBlocks)
/** Pages that are made of the code; their types are its types. */
const GENERATED = new Set(['docs/api.md', 'docs/websockets.md'])
const scripts = (JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as { scripts: Record<string, string> }).scripts

function problemOf(proof: Proof): string | null {
  if ('notRun' in proof) return proof.notRun.length > 20 ? null : 'no reason'
  if (!('elsewhere' in proof)) return null
  const file = `${ROOT}${proof.elsewhere}`
  if (!existsSync(file)) return `no file ${proof.elsewhere}`
  return readFileSync(file, 'utf8').includes(proof.says) ? null : `${proof.elsewhere} does not say ${proof.says}`
}

describe('commands of the documentation', () => {
  const commands = blocks.filter(isShell).flatMap(commandsOf)

  it('are each run, run elsewhere, or have a reason why not', () => {
    expect(commands.length).toBeGreaterThan(50)
    expect([...new Set(commands)].filter(command => DOCUMENTED_COMMANDS[command] === undefined)).toEqual([])
    expect(Object.keys(DOCUMENTED_COMMANDS).filter(command => !commands.includes(command))).toEqual([])
  })

  it('are run in places that are there', () => {
    const proofs = [...Object.entries(DOCUMENTED_COMMANDS), ...Object.entries(DOCUMENTED_CODE)]
    const wrong = proofs.flatMap(([name, proof]) => [proof].flat().map(one => [name, problemOf(one)] as const))
    expect(wrong.filter(([, problem]) => problem !== null)).toEqual([])
  })

  it('and other code: every block that says its language', () => {
    const found = new Map<string, number>()
    for (const { page, language } of blocks.filter(block => !isShell(block) && block.language !== '')) {
      if (GENERATED.has(page)) continue
      const key = `${page} ${language}`
      found.set(key, (found.get(key) ?? 0) + 1)
    }
    const known = Object.entries(DOCUMENTED_CODE).map(([key, proofs]) => [key, proofs.length])
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(known))
  })

  it('within sentences: scripts, programs and subcommands that are there', () => {
    const table = readFileSync(`${ROOT}src/cli/camera-check.ts`, 'utf8')
    const wrong = pages()
      .filter(page => page !== 'CHANGELOG.md')
      .flatMap(page => {
        const spans = [...textOf(page).matchAll(/`([^`\n]+)`|^ {4}((?:npm|node|npx) .*)$/gm)].map(
          match => match[1] ?? match[2] ?? ''
        )
        return spans.flatMap(span => missingOf(span, table).map(missing => `${page}: ${missing}`))
      })
    expect([...new Set(wrong)]).toEqual([])
  })
})

/** What a command names and is not there. */
function missingOf(span: string, table: string): string[] {
  const script = /^npm run (?:--silent )?([\w:-]+)/.exec(span)?.[1]
  if (script !== undefined && scripts[script] === undefined) return [`npm run ${script}`]
  const program = /^(?:node (?:--[\w-]+ )*)?((?:scripts|bench|dist|test)\/[\w./-]+\.(?:mjs|js|sh|ts))(?:$| )/.exec(
    span
  )?.[1]
  if (program !== undefined && !existsSync(`${ROOT}${program.replace(/^dist(.*)\.js$/, 'src$1.ts')}`)) return [program]
  const command = /^(?:npx )?camera-check ([a-z][a-z-]+)(?:$| )/.exec(span)?.[1]
  if (command !== undefined && !new RegExp(`\\b'?${command}'?:|name: '${command}'`).test(table)) {
    return [`camera-check ${command}`]
  }
  return []
}
