// Compiles the JPEG decoder to WebAssembly: beside its loader in src/, where tests run it, and in dist/, which is shipped.
// Usage: node scripts/build-decoder.mjs
import { copyFileSync, existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { main } from 'assemblyscript/asc'

const root = new URL('../', import.meta.url)
const built = new URL('src/codec/jpeg-decoder.wasm', root)
const shipped = new URL('dist/codec/', root)
const PAGES_PER_MIB = 16

const { error, stderr } = await main(
  [
    'src/codec/assembly/jpeg-decoder.ts',
    '--config=none',
    `--baseDir=${fileURLToPath(root)}`,
    `--outFile=${fileURLToPath(built)}`,
    '--enable=simd',
    '-O3',
    // Nothing is allocated: all memory is laid out by hand (assembly/memory-layout.ts), and grows up to the cap there.
    '--runtime=stub',
    `--initialMemory=${PAGES_PER_MIB}`,
    `--maximumMemory=${256 * PAGES_PER_MIB}`,
    // There are no assertions in the sources, and so nothing that would call this.
    '--use=abort=',
    // Vectors are handed around inside the module alone.
    '--disableWarning=112'
  ],
  {}
)
const told = stderr.toString()
if (told !== '') console.error(told)
if (error !== null) {
  console.error(`Cannot compile the JPEG decoder: ${error.message}`)
  process.exit(1)
}
if (existsSync(shipped)) copyFileSync(built, new URL('jpeg-decoder.wasm', shipped))
