import type { Picture } from '../model/picture.ts'
import { type DecoderExports, newDecoder } from './decoder-module.ts'
import type { JpegHeader } from './jpeg-header.ts'
import { takePicture } from './packed-picture.ts'
import type { PlanePool } from './plane-pool.ts'
import type { PlannedHuffmanTable, PlannedQuantiser, ScanPlan } from './scan-plan.ts'
import type { WorkingSize } from './working-size.ts'

const STEPS = 64
const BLOCK_PX = 8
const CHROMA_BLOCK_PX = 1
/** WebAssembly memory never shrinks. One that a giant frame has grown is let go, and the next frame begins a new one. */
const MAX_KEPT_BYTES = 64 * 1024 * 1024

/**
 * The service's own JPEG decoder: baseline and extended sequential pictures straight to the working picture. Frames are
 * decoded one after the other, each in one call.
 */
export class AssemblyDecoder {
  #decoder: DecoderExports | null = null
  #bytes = new Uint8Array()
  /** Lengths of the Huffman tables that stand in the decoder's slots, DC 0..3 and AC 0..3; 0 for none. */
  #builtLengths = new Uint16Array(8)

  /**
   * @param jpeg Not written and not kept.
   * @param header Checked against the limits of a frame.
   * @param pool Where the memory of the picture comes from. The picture belongs to the caller.
   * @returns The picture, whole or not (`missingRowShare`), or null when the tables are impossible or there is no room.
   */
  decode(jpeg: Uint8Array, header: JpegHeader, plan: ScanPlan, size: WorkingSize, pool: PlanePool): Picture | null {
    const decoder = this.#start()
    try {
      if (!this.#prepare(decoder, jpeg, header, plan, size)) return null
      const missingUnits = decoder.decodeScan()
      return takePicture({ decoder, bytes: this.#bytes, header, plan, size, missingUnits }, pool)
    } catch (thrown) {
      // A trap would be a mistake of ours. Its instance may be in any state, so it is not used again.
      this.#decoder = null
      throw thrown
    } finally {
      if (this.#bytes.length > MAX_KEPT_BYTES) this.#decoder = null
    }
  }

  #start(): DecoderExports {
    if (this.#decoder === null) {
      this.#decoder = newDecoder()
      this.#builtLengths.fill(0)
    }
    this.#view(this.#decoder)
    return this.#decoder
  }

  /** Growing a memory takes the old view away. */
  #view(decoder: DecoderExports): void {
    if (this.#bytes.buffer !== decoder.memory.buffer) this.#bytes = new Uint8Array(decoder.memory.buffer)
  }

  #prepare(
    decoder: DecoderExports,
    jpeg: Uint8Array,
    { width, height, scanOffset }: JpegHeader,
    plan: ScanPlan,
    { denominator }: WorkingSize
  ): boolean {
    for (const quantiser of plan.quantisers) this.#writeQuantiser(decoder, jpeg, quantiser)
    for (const table of plan.huffmanTables) if (!this.#writeHuffmanTable(decoder, jpeg, table)) return false
    const inputAt = decoder.beginFrame(width, height, plan.restartInterval, jpeg.length - scanOffset)
    if (inputAt === 0) return false
    for (const [i, { across, down, quantiser, dcTable, acTable }] of plan.components.entries()) {
      const blockPx = i === 0 ? BLOCK_PX / denominator : CHROMA_BLOCK_PX
      if (decoder.addComponent(across, down, blockPx, quantiser, dcTable, acTable) === 0) return false
    }
    if (decoder.layOutPlanes() === 0) return false
    this.#view(decoder)
    this.#bytes.set(jpeg.subarray(scanOffset), inputAt)
    return true
  }

  #writeQuantiser(decoder: DecoderExports, jpeg: Uint8Array, { slot, at, stepBytes }: PlannedQuantiser): void {
    const to = decoder.quantiserAt(slot)
    for (let i = 0; i < STEPS; i++) {
      // The file has the higher byte first, the decoder the lower one.
      this.#bytes[to + 2 * i] = jpeg[at + stepBytes * (i + 1) - 1]!
      this.#bytes[to + 2 * i + 1] = stepBytes === 2 ? jpeg[at + 2 * i]! : 0
    }
  }

  /** Most cameras send the same tables with every frame: they are built when they change. */
  #writeHuffmanTable(decoder: DecoderExports, jpeg: Uint8Array, table: PlannedHuffmanTable): boolean {
    const { kind, slot, at, length } = table
    const ac = kind === 'ac' ? 1 : 0
    const to = decoder.huffmanTableAt(ac, slot)
    const built = ac * 4 + slot
    if (this.#builtLengths[built] === length && this.#has(jpeg, at, length, to)) return true
    this.#bytes.set(jpeg.subarray(at, at + length), to)
    this.#builtLengths[built] = 0
    if ((ac === 1 ? decoder.buildAcTable(slot) : decoder.buildDcTable(slot)) === 0) return false
    this.#builtLengths[built] = length
    return true
  }

  #has(jpeg: Uint8Array, at: number, length: number, to: number): boolean {
    for (let i = 0; i < length; i++) if (jpeg[at + i] !== this.#bytes[to + i]) return false
    return true
  }
}
