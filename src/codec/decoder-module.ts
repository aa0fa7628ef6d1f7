import { readFileSync } from 'node:fs'
import { slots, weights2, weights4, weights8 } from './transform-weights.ts'

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
  readonly WEIGHTS_2: Address
  readonly WEIGHTS_4: Address
  readonly WEIGHTS_8: Address
  readonly SLOTS: Address
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

const COEFFICIENT_BYTES = 2
/** Of a block's coefficients, what nobody reads comes behind. */
const BEHIND_BLOCK_BYTES = COEFFICIENT_BYTES * 64
const SLOTS_BYTES = 256

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
  writeConstants(decoder)
  return decoder
}

function writeConstants({ memory: { buffer }, WEIGHTS_2, WEIGHTS_4, WEIGHTS_8, SLOTS }: DecoderExports): void {
  const words = new Int16Array(buffer)
  words.set(weights2(), WEIGHTS_2.value / 2)
  words.set(weights4(), WEIGHTS_4.value / 2)
  words.set(weights8(), WEIGHTS_8.value / 2)
  const bytes = new Uint8Array(buffer, SLOTS.value, SLOTS_BYTES)
  bytes.fill(BEHIND_BLOCK_BYTES)
  bytes.set(slots().map(slot => COEFFICIENT_BYTES * slot))
}
