/** One stream of an XREAD reply. */
export interface StreamEntries {
  readonly key: string
  readonly entries: readonly StreamEntry[]
}

export interface StreamEntry {
  readonly id: string
  /** Fields of the wire contract, null where the entry lacks them. */
  readonly jpeg: Buffer | null
  readonly meta: Buffer | null
  /** Key of the bytes, when the entry names one. */
  readonly jpegKey?: Buffer
}

const JPEG_FIELD = Buffer.from('jpeg')
const JPEG_KEY_FIELD = Buffer.from('jpeg_key')
const META_FIELD = Buffer.from('meta')

/**
 * Reads the nested arrays of a binary XREAD reply: `[[key, [[id, [field, value, ...]], ...]], ...]`, or null when
 * nothing came. Only the keys and ids become text; the frames stay the buffers they are.
 */
export function readReply(reply: unknown): StreamEntries[] {
  if (!Array.isArray(reply)) return []
  return reply.map(([key, entries]: [Buffer, [Buffer, Buffer[] | null][]]) => ({
    key: key.toString('utf8'),
    // A deleted entry may come without fields on old servers.
    entries: entries.map(([id, fields]) => ({ id: id.toString('latin1'), ...knownFields(fields ?? []) }))
  }))
}

function knownFields(fields: readonly Buffer[]): Omit<StreamEntry, 'id'> {
  let jpeg: Buffer | null = null
  let meta: Buffer | null = null
  let jpegKey: Buffer | null = null
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const name = fields[i]
    const value = fields[i + 1]
    if (name === undefined || value === undefined) continue
    if (name.equals(JPEG_FIELD)) jpeg = value
    else if (name.equals(META_FIELD)) meta = value
    else if (name.equals(JPEG_KEY_FIELD)) jpegKey = value
  }
  return jpegKey === null ? { jpeg, meta } : { jpeg, meta, jpegKey }
}
