import { createHash } from 'node:crypto'

export type FormPart = { readonly name: string } & (
  | { readonly text: string }
  | { readonly fileName: string; readonly type: string; readonly bytes: Uint8Array }
)

/** Writes a form with files. Names are the caller's own, never what people gave. @see https://www.rfc-editor.org/rfc/rfc7578 */
export function multipart(parts: readonly FormPart[]): { readonly contentType: string; readonly body: Uint8Array } {
  const bodies = parts.map(part => ('text' in part ? Buffer.from(part.text, 'utf8') : Buffer.from(part.bytes)))
  // Of what it divides, so that it does not occur in it.
  const hash = createHash('sha256')
  for (const body of bodies) hash.update(body)
  const boundary = `camera-check-${hash.digest('hex')}`
  const pieces = parts.flatMap((part, i) => {
    const file = 'text' in part ? '' : `; filename="${part.fileName}"`
    const type = 'text' in part ? '' : `content-type: ${part.type}\r\n`
    const head = `--${boundary}\r\ncontent-disposition: form-data; name="${part.name}"${file}\r\n${type}\r\n`
    return [Buffer.from(head), bodies[i] ?? Buffer.alloc(0), Buffer.from('\r\n')]
  })
  const body = Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)])
  return { contentType: `multipart/form-data; boundary=${boundary}`, body }
}
