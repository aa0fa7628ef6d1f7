// Lets a benchmark import TypeScript from src/ and test/ as it stands: import this file first, then `await import()`.
import { readFileSync } from 'node:fs'
import { register } from 'node:module'
import { fileURLToPath } from 'node:url'
import { transformSync } from '@swc/core'

const OPTIONS = { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'es6' } }

// The same file runs twice: here, where it registers itself, and as the hooks, in a thread where that does nothing.
if (!import.meta.url.endsWith('?hooks')) register(`${import.meta.url}?hooks`)

export async function load(url, context, nextLoad) {
  if (!url.endsWith('.ts')) return await nextLoad(url, context)
  const { code } = transformSync(readFileSync(fileURLToPath(url), 'utf8'), OPTIONS)
  return { format: 'module', shortCircuit: true, source: code }
}
