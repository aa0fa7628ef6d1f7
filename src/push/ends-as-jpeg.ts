import { open } from 'node:fs/promises'

/** Some cameras pad their files behind the end of the picture. */
const TAIL_BYTES = 64

/** Whether the end of a JPEG stands at the end of a file: who writes it has got so far. */
export async function endsAsJpeg(path: string): Promise<boolean> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const tail = Buffer.alloc(Math.min(TAIL_BYTES, size))
    await file.read(tail, 0, tail.length, size - tail.length)
    return tail.lastIndexOf(Buffer.from([0xff, 0xd9])) >= 0
  } finally {
    await file.close()
  }
}
