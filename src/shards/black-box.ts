import type { EncodedFrame } from '../model/frame.ts'

/** One frame that a shard's thread was working on. */
export interface FrameMark {
  readonly stream: string
  readonly cursor: string
  /** Grows with every frame that is begun: the same number is the same work. */
  readonly number: number
}

/** More than a shard analyses at a time. */
const SLOTS = 8
const BEATS = 0
const HEADER_BYTES = 8
const SLOT_BYTES = 1024
/** Of a slot: number of the frame (0: free) and bytes of its text. */
const SLOT_HEADER_BYTES = 8
const WORD_BYTES = 4
const BOX_BYTES = HEADER_BYTES + SLOTS * SLOT_BYTES

/** Memory that a shard's thread shares with the main thread, and that is still there when the thread is not. */
export function createBlackBox(): SharedArrayBuffer {
  return new SharedArrayBuffer(BOX_BYTES)
}

/** The thread's side: tells that it lives and what it works on, without a message that nobody may live to send. */
export class BlackBoxWriter {
  readonly #words: Int32Array
  readonly #bytes: Buffer
  #lastNumber = 0

  constructor(box: SharedArrayBuffer) {
    this.#words = new Int32Array(box)
    this.#bytes = Buffer.from(box)
  }

  /** The thread's event loop goes round. */
  beat(): void {
    Atomics.add(this.#words, BEATS, 1)
  }

  /** @returns Ends the mark. A frame whose names have no room is not marked. */
  begin({ stream, cursor }: Pick<EncodedFrame, 'stream' | 'cursor'>): () => void {
    const text = `${cursor} ${stream}`
    const slot = this.#freeSlot()
    if (slot === null || Buffer.byteLength(text) > SLOT_BYTES - SLOT_HEADER_BYTES) return ignore
    const offset = offsetOf(slot)
    const length = this.#bytes.write(text, offset + SLOT_HEADER_BYTES)
    this.#lastNumber = (this.#lastNumber % 0x7fffffff) + 1
    Atomics.store(this.#words, wordOf(offset) + 1, length)
    Atomics.store(this.#words, wordOf(offset), this.#lastNumber)
    return () => void Atomics.store(this.#words, wordOf(offset), 0)
  }

  #freeSlot(): number | null {
    for (let slot = 0; slot < SLOTS; slot++) if (this.#words[wordOf(offsetOf(slot))] === 0) return slot
    return null
  }
}

/** The main thread's side. */
export class BlackBoxReader {
  readonly #words: Int32Array
  readonly #bytes: Buffer

  constructor(box: SharedArrayBuffer) {
    this.#words = new Int32Array(box)
    this.#bytes = Buffer.from(box)
  }

  /** Grows while the thread's event loop goes round; 0 before the first time. */
  get beats(): number {
    return Atomics.load(this.#words, BEATS)
  }

  /** Frames under way. Of a thread that runs, their names may be of a moment later than their numbers. */
  frames(): FrameMark[] {
    const marks: FrameMark[] = []
    for (let slot = 0; slot < SLOTS; slot++) {
      const offset = offsetOf(slot)
      const number = Atomics.load(this.#words, wordOf(offset))
      if (number === 0) continue
      const length = Atomics.load(this.#words, wordOf(offset) + 1)
      const from = offset + SLOT_HEADER_BYTES
      const text = this.#bytes.toString('utf8', from, from + length)
      const space = text.indexOf(' ')
      marks.push({ cursor: text.slice(0, space), stream: text.slice(space + 1), number })
    }
    return marks
  }
}

function offsetOf(slot: number): number {
  return HEADER_BYTES + slot * SLOT_BYTES
}

function wordOf(offset: number): number {
  return offset / WORD_BYTES
}

function ignore(): void {
  // Nothing was marked.
}
