/** The fields of a protobuf message by number, each in order; varints as bigint, everything else as its bytes. */
export type Fields = ReadonlyMap<number, readonly (bigint | Buffer)[]>

/**
 * Reads a message of the protobuf wire format without its schema, which is what a receiver of another make would see.
 *
 * @see https://protobuf.dev/programming-guides/encoding/
 */
export function protobufFields(message: Buffer): Fields {
  const fields = new Map<number, (bigint | Buffer)[]>()
  let at = 0
  const varint = (): bigint => {
    let value = 0n
    for (let shift = 0n; ; shift += 7n) {
      const byte = message[at++]
      if (byte === undefined) throw new Error('A varint is cut off')
      value |= BigInt(byte & 127) << shift
      if (byte < 128) return value
    }
  }
  const bytes = (count: number): Buffer => {
    if (at + count > message.length) throw new Error('A field is cut off')
    at += count
    return message.subarray(at - count, at)
  }
  while (at < message.length) {
    const key = Number(varint())
    const type = key & 7
    if (type !== 0 && type !== 1 && type !== 2 && type !== 5) throw new Error(`Wire type ${type} is none`)
    const value = type === 0 ? varint() : bytes(type === 1 ? 8 : type === 5 ? 4 : Number(varint()))
    const values = fields.get(key >> 3)
    if (values === undefined) fields.set(key >> 3, [value])
    else values.push(value)
  }
  return fields
}

/** Messages in a field. */
export function messagesIn(fields: Fields, number: number): Fields[] {
  return (fields.get(number) ?? []).map(value => protobufFields(value as Buffer))
}

export function textIn(fields: Fields, number: number): string {
  return ((fields.get(number)?.[0] as Buffer | undefined) ?? Buffer.alloc(0)).toString('utf8')
}

export function hexIn(fields: Fields, number: number): string {
  return ((fields.get(number)?.[0] as Buffer | undefined) ?? Buffer.alloc(0)).toString('hex')
}

export function doubleIn(fields: Fields, number: number): number {
  return (fields.get(number)?.[0] as Buffer | undefined)?.readDoubleLE(0) ?? 0
}

export function fixed64In(fields: Fields, number: number): bigint {
  return (fields.get(number)?.[0] as Buffer | undefined)?.readBigUInt64LE(0) ?? 0n
}

/** A packed list of 8-byte values. */
export function packedIn<T>(fields: Fields, number: number, read: (bytes: Buffer, at: number) => T): T[] {
  const bytes = (fields.get(number)?.[0] as Buffer | undefined) ?? Buffer.alloc(0)
  return Array.from({ length: bytes.length / 8 }, (_, i) => read(bytes, i * 8))
}
