/**
 * A JPEG made straight from quantised coefficients, so that a test knows exactly what a decoder must find: any sampling,
 * restart interval and quantiser, codes short or long.
 */
export interface CoefficientPicture {
  readonly width: number
  readonly height: number
  /** Blocks of each component in one unit, luma first. */
  readonly sampling: readonly (readonly [across: number, down: number])[]
  /** Steps in zigzag order, one table for each component. */
  readonly quantisers: readonly (readonly number[])[]
  /** Units between restart markers, 0 for none. */
  readonly restartInterval?: number
  /** How symbols are coded: all alike, or the common ones short and all others in 16 bits. */
  readonly codes?: 'flat' | 'skewed'
  /** Quantised coefficients of a block, zigzag, 64 values; DC absolute. */
  readonly block: (component: number, column: number, row: number) => readonly number[]
}

export interface EncodedPicture {
  readonly jpeg: Buffer
  /** Offset of the first coded byte. */
  readonly scanOffset: number
  /** Coded bits of each luma block, `columns` to a row, those beyond the picture included. */
  readonly lumaBits: readonly number[]
  readonly columns: number
}

interface Code {
  readonly bits: number
  readonly value: number
}

interface HuffmanTable {
  /** 16 counts and the symbols, as the file has them. */
  readonly spec: readonly number[]
  readonly codes: ReadonlyMap<number, Code>
}

const ZERO_RUN = 0xf0

export function encodeCoefficients(picture: CoefficientPicture): EncodedPicture {
  const { sampling, restartInterval = 0, codes = 'flat' } = picture
  const dc = huffmanTable(dcSymbols(), codes)
  const ac = huffmanTable(acSymbols(), codes)
  const head = header(picture, dc, ac)
  const writer = new BitWriter()
  const alone = sampling.length === 1
  const [lumaAcross, lumaDown] = alone ? [1, 1] : sampling[0]!
  const unitsAcross = Math.ceil(picture.width / (8 * lumaAcross))
  const units = unitsAcross * Math.ceil(picture.height / (8 * lumaDown))
  const columns = unitsAcross * lumaAcross
  const lumaBits: number[] = []
  let predictions = sampling.map(() => 0)
  for (let unit = 0; unit < units; unit++) {
    if (restartInterval > 0 && unit > 0 && unit % restartInterval === 0) {
      writer.restart((unit / restartInterval - 1) % 8)
      predictions = sampling.map(() => 0)
    }
    for (const [component, factors] of sampling.entries()) {
      const [across, down] = alone ? [1, 1] : factors
      for (let y = 0; y < down; y++) {
        for (let x = 0; x < across; x++) {
          const column = (unit % unitsAcross) * across + x
          const row = Math.floor(unit / unitsAcross) * down + y
          const block = picture.block(component, column, row)
          const before = writer.bits
          writeBlock(writer, block, block[0]! - predictions[component]!, dc, ac)
          predictions[component] = block[0]!
          if (component === 0) lumaBits[row * columns + column] = writer.bits - before
        }
      }
    }
  }
  const jpeg = Buffer.concat([head, writer.finish(), Buffer.from([0xff, 0xd9])])
  return { jpeg, scanOffset: head.length, lumaBits, columns }
}

function writeBlock(
  writer: BitWriter,
  block: readonly number[],
  difference: number,
  dc: HuffmanTable,
  ac: HuffmanTable
): void {
  writer.symbol(dc, sizeOf(difference))
  writer.signed(difference)
  let run = 0
  let last = 63
  while (last > 0 && block[last] === 0) last--
  for (let k = 1; k <= last; k++) {
    if (block[k] === 0) {
      run++
      continue
    }
    for (; run > 15; run -= 16) writer.symbol(ac, ZERO_RUN)
    writer.symbol(ac, (run << 4) | sizeOf(block[k]!))
    writer.signed(block[k]!)
    run = 0
  }
  if (last < 63) writer.symbol(ac, 0)
}

function sizeOf(value: number): number {
  return value === 0 ? 0 : Math.floor(Math.log2(Math.abs(value))) + 1
}

class BitWriter {
  bits = 0
  readonly #bytes: number[] = []
  #held = ''

  symbol(table: HuffmanTable, symbol: number): void {
    const code = table.codes.get(symbol)
    if (code === undefined) throw new Error(`There is no code for symbol ${symbol}`)
    this.#write(code.value, code.bits)
  }

  signed(value: number): void {
    const size = sizeOf(value)
    if (size > 0) this.#write(value > 0 ? value : value + 2 ** size - 1, size)
  }

  restart(number: number): void {
    this.#pad()
    this.#bytes.push(0xff, 0xd0 + number)
  }

  finish(): Buffer {
    this.#pad()
    return Buffer.from(this.#bytes)
  }

  #write(value: number, bits: number): void {
    this.bits += bits
    this.#held += value.toString(2).padStart(bits, '0')
    for (; this.#held.length >= 8; this.#held = this.#held.slice(8)) {
      const byte = Number.parseInt(this.#held.slice(0, 8), 2)
      this.#bytes.push(byte)
      if (byte === 0xff) this.#bytes.push(0)
    }
  }

  #pad(): void {
    if (this.#held.length > 0) this.#write(2 ** (8 - this.#held.length) - 1, 8 - this.#held.length)
  }
}

function dcSymbols(): number[] {
  return Array.from({ length: 12 }, (_, size) => size)
}

function acSymbols(): number[] {
  const symbols = [0, ZERO_RUN]
  for (let size = 1; size <= 10; size++) for (let run = 0; run < 16; run++) symbols.push((run << 4) | size)
  return symbols
}

/** Canonical codes: 8 bits for all, or 2, 3 ... 9 bits for the first ones and 16 for the rest. */
function huffmanTable(symbols: readonly number[], kind: 'flat' | 'skewed'): HuffmanTable {
  const lengths = symbols.map((_, i) => (kind === 'flat' ? 8 : i < 8 ? i + 2 : 16))
  const counts = Array.from({ length: 16 }, (_, i) => lengths.filter(length => length === i + 1).length)
  const codes = new Map<number, Code>()
  let value = 0
  let bits = 0
  for (const [i, symbol] of symbols.entries()) {
    value *= 2 ** (lengths[i]! - bits)
    bits = lengths[i]!
    codes.set(symbol, { bits, value })
    value++
  }
  return { spec: [...counts, ...symbols], codes }
}

function header(picture: CoefficientPicture, dc: HuffmanTable, ac: HuffmanTable): Buffer {
  const { width, height, sampling, quantisers, restartInterval = 0 } = picture
  const wide = quantisers.some(steps => steps.some(step => step > 255))
  const parts: Uint8Array[] = [Buffer.from([0xff, 0xd8])]
  for (const [slot, steps] of quantisers.entries()) {
    parts.push(segment(0xdb, [(wide ? 0x10 : 0) | slot, ...steps.flatMap(step => (wide ? word(step) : [step]))]))
  }
  const components = sampling.flatMap(([across, down], i) => [i + 1, (across << 4) | down, i])
  // SOF1, since only it allows steps of 16 bits.
  parts.push(segment(wide ? 0xc1 : 0xc0, [8, ...word(height), ...word(width), sampling.length, ...components]))
  parts.push(segment(0xc4, [0x00, ...dc.spec]), segment(0xc4, [0x10, ...ac.spec]))
  if (restartInterval > 0) parts.push(segment(0xdd, word(restartInterval)))
  parts.push(segment(0xda, [sampling.length, ...sampling.flatMap((_, i) => [i + 1, 0]), 0, 63, 0]))
  return Buffer.concat(parts)
}

function segment(code: number, content: readonly number[]): Buffer {
  return Buffer.from([0xff, code, ...word(content.length + 2), ...content])
}

function word(value: number): number[] {
  return [value >> 8, value & 255]
}
