// Compiles the AssemblyScript modules to .wasm beside the file that loads them, in src/ (which the tests read) and in
// dist/ (which is shipped). A module that is newer than all of its sources is not compiled again.
import { copyFileSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
/** Entry, and what is made of it. The module's other sources stand in the entry's folder. */
const MODULES = [
  { entry: 'src/codec/assembly/jpeg-decoder.ts', wasm: 'codec/jpeg-decoder.wasm' },
  { entry: 'src/kernels/assembly/kernels.ts', wasm: 'kernels/kernels.wasm' }
]
// No garbage collector, no runtime, no imports: whoever loads a module owns its memory.
const FLAGS = ['--enable', 'simd', '-O3', '--runtime', 'stub', '--noAssert', '--use', 'abort=']

for (const { entry, wasm } of MODULES) {
  const inSource = path.join('src', wasm)
  if (!isFresh(path.join(ROOT, inSource), path.dirname(path.join(ROOT, entry)))) await compile(entry, inSource)
  const shipped = path.join(ROOT, 'dist', wasm)
  mkdirSync(path.dirname(shipped), { recursive: true })
  copyFileSync(path.join(ROOT, inSource), shipped)
}

function isFresh(target, sources) {
  const madeAt = statSync(target, { throwIfNoEntry: false })?.mtimeMs ?? 0
  const files = readdirSync(sources, { recursive: true }).map(file => path.join(sources, file))
  return [...files, fileURLToPath(import.meta.url)].every(file => statSync(file).mtimeMs < madeAt)
}

async function compile(entry, outFile) {
  const args = [entry, '--baseDir', ROOT, '--outFile', outFile, ...FLAGS]
  const { error, stderr } = await asc.main(args)
  if (!error) return
  console.error(`Cannot compile ${entry}\n${stderr.toString()}`)
  process.exit(1)
}
