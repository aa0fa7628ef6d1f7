/** What a Redis server answers, protocol RESP2. Bulk strings stay bytes; errors are values, since a reply may hold some. */
export type RespValue = Buffer | string | number | null | RespError | readonly RespValue[]

/** An error that the server sent, `CODE text`. */
export class RespError extends Error {
  override readonly name = 'RespError'
}

/** What arrives is no RESP2, or larger than any reply that is asked for: the connection is of no further use. */
export class RespProtocolError extends Error {
  override readonly name = 'RespProtocolError'
}

// proto-max-bulk-len of Redis is 512 MB by default; a length beyond it is not a frame but nonsense.
const MOST_BULK_BYTES = 512 * 1024 * 1024
const MOST_ITEMS = 10_000_000
const MOST_DEPTH = 16
const MOST_LINE_BYTES = 64 * 1024
const CR = 13
const LF = 10
const MINUS = 45
const ZERO = 48
const TYPE = { simple: 43, error: 45, integer: 58, bulk: 36, array: 42 } as const

/** Gives memory of that many bytes, with anything in it. */
export type Allocate = (bytes: number) => Buffer

interface OpenArray {
  readonly items: RespValue[]
  readonly length: number
}

/**
 * Reads replies from chunks as they come off a socket. A chunk may end anywhere and is not kept: bytes of a bulk string
 * are copied once, to where they stay, so the socket's buffer can be used again at once.
 */
export class RespParser {
  readonly #onReply: (reply: RespValue) => void
  readonly #allocate: Allocate
  readonly #open: OpenArray[] = []
  /** The beginning of a line whose end has not come yet. */
  #line = ''
  /** The bulk string being filled, how far it is, and how many bytes of its CR LF are still to come. */
  #bulk: Buffer | null = null
  #filled = 0
  #endBytes = 0

  /** @param allocate Gives memory for a bulk string. */
  constructor(onReply: (reply: RespValue) => void, allocate: Allocate = ownMemory) {
    this.#onReply = onReply
    this.#allocate = allocate
  }

  /** @throws RespProtocolError After it the parser must not be fed again. */
  feed(chunk: Buffer): void {
    let at = 0
    while (at < chunk.length) {
      if (this.#bulk !== null) at = this.#fillBulk(chunk, at)
      else at = this.#readLine(chunk, at)
    }
  }

  #fillBulk(chunk: Buffer, at: number): number {
    const bulk = this.#bulk
    if (bulk === null) return at
    const wanted = bulk.length - this.#filled
    if (wanted > 0) {
      const end = Math.min(at + wanted, chunk.length)
      chunk.copy(bulk, this.#filled, at, end)
      this.#filled += end - at
      return end
    }
    this.#endBytes--
    if (this.#endBytes === 0) {
      this.#bulk = null
      this.#take(bulk)
    }
    return at + 1
  }

  #readLine(chunk: Buffer, at: number): number {
    const end = chunk.indexOf(LF, at)
    if (end < 0) {
      this.#line += chunk.toString('latin1', at)
      if (this.#line.length > MOST_LINE_BYTES) throw new RespProtocolError('A line of the reply does not end')
      return chunk.length
    }
    // The usual line lies in one chunk and is a type and a number: read without making text of it.
    if (this.#line === '' && chunk[end - 1] === CR && end - at > 2) {
      this.#takeLine(chunk, at, end - 1)
    } else {
      const line = Buffer.from(this.#line + chunk.toString('latin1', at, end), 'latin1')
      this.#line = ''
      if (line.at(-1) !== CR) throw new RespProtocolError('A line of the reply does not end with CR LF')
      this.#takeLine(line, 0, line.length - 1)
    }
    return end + 1
  }

  #takeLine(line: Buffer, start: number, end: number): void {
    switch (line[start]) {
      case TYPE.bulk:
        this.#beginBulk(numberIn(line, start + 1, end))
        break
      case TYPE.array:
        this.#beginArray(numberIn(line, start + 1, end))
        break
      case TYPE.integer:
        this.#take(numberIn(line, start + 1, end))
        break
      case TYPE.simple:
        this.#take(line.toString('utf8', start + 1, end))
        break
      case TYPE.error:
        this.#take(new RespError(line.toString('utf8', start + 1, end)))
        break
      default:
        throw new RespProtocolError(`A reply begins with byte ${line[start]}`)
    }
  }

  #beginBulk(length: number): void {
    if (length === -1) {
      this.#take(null)
      return
    }
    if (length < 0 || length > MOST_BULK_BYTES) throw new RespProtocolError(`A reply announces ${length} bytes`)
    this.#bulk = this.#allocate(length)
    this.#filled = 0
    this.#endBytes = 2
  }

  #beginArray(length: number): void {
    if (length < -1 || length > MOST_ITEMS) throw new RespProtocolError(`A reply announces ${length} items`)
    if (length <= 0) {
      this.#take(length === 0 ? [] : null)
      return
    }
    if (this.#open.length >= MOST_DEPTH) throw new RespProtocolError(`A reply is nested over ${MOST_DEPTH} deep`)
    this.#open.push({ items: [], length })
  }

  /** A value is complete: it ends the arrays that waited for it alone. */
  #take(value: RespValue): void {
    let complete = value
    for (let array = this.#open.at(-1); array !== undefined; array = this.#open.at(-1)) {
      array.items.push(complete)
      if (array.items.length < array.length) return
      this.#open.pop()
      complete = array.items
    }
    this.#onReply(complete)
  }
}

/** Not from Node's shared pool: a large value may be kept for long, and a slice would keep the whole pool with it. */
function ownMemory(bytes: number): Buffer {
  return bytes > 1024 ? Buffer.allocUnsafeSlow(bytes) : Buffer.allocUnsafe(bytes)
}

function numberIn(line: Buffer, start: number, end: number): number {
  const negative = line[start] === MINUS
  let value = 0
  for (let at = negative ? start + 1 : start; at < end; at++) {
    const digit = (line[at] ?? 0) - ZERO
    if (digit < 0 || digit > 9) throw new RespProtocolError('A reply has a length that is no number')
    value = value * 10 + digit
  }
  if (end - start < (negative ? 2 : 1)) throw new RespProtocolError('A reply has a length without digits')
  return negative ? -value : value
}
