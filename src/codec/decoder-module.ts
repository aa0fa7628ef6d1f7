import { readFileSync } from 'node:fs'
import { basisWeights, symmetries, ZIGZAG } from './transform-basis.ts'

// The types of Node leave WebAssembly to those of the browser. This is what is used of it.
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => CompiledModule
  readonly Instance: new (module: CompiledModule) => { readonly exports: unknown }
}
type CompiledModule = object
interface Address {
  readonly value: number
}

/** What the compiled decoder offers; its sources are in assembly/, and jpeg-decoder.ts there says what each does. */
export interface DecoderExports {
  readonly memory: { readonly buffer: ArrayBuffer }
  readonly BASIS_2: Address
  readonly BASIS_4: Address
  readonly BASIS_8: Address
  readonly SYMMETRY: Address
  readonly ZIGZAG: Address
  reserveTables(): number
  quantiserAt(slot: number): number
  huffmanTableAt(ac: number, slot: number): number
  buildDcTable(slot: number): number
  buildAcTable(slot: number): number
  beginFrame(width: number, height: number, restartInterval: number, scanBytes: number): number
  addComponent(
    across: number,
    down: number,
    blockPx: number,
    quantiser: number,
    dcTable: number,
    acTable: number
  ): number
  layOutPlanes(): number
  decodeScan(): number
  beginOutput(): number
  packPlane(component: number, width: number, height: number): number
  packRecords(columns: number, rows: number): number
}

let compiled: CompiledModule | null = null

/**
 * A decoder of its own, with a memory of its own. The file is read and compiled once for a thread.
 *
 * @throws When `npm run build` has not made the file, or memory ran out.
 */
export function newDecoder(): DecoderExports {
  compiled ??= new WebAssembly.Module(readFileSync(new URL('./jpeg-decoder.wasm', import.meta.url)))
  const decoder = new WebAssembly.Instance(compiled).exports as DecoderExports
  if (decoder.reserveTables() === 0) throw new RangeError('Cannot make a decoder: there is no memory for its tables')
  const { buffer } = decoder.memory
  new Uint32Array(buffer).set(basisWeights(2, 2), decoder.BASIS_2.value / 4)
  new Uint32Array(buffer).set(basisWeights(4, 4), decoder.BASIS_4.value / 4)
  new Uint32Array(buffer).set(basisWeights(8, 4), decoder.BASIS_8.value / 4)
  new Uint8Array(buffer).set(symmetries(), decoder.SYMMETRY.value)
  new Uint8Array(buffer).set(ZIGZAG, decoder.ZIGZAG.value)
  return decoder
}
