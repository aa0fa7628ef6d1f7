import { mkdir, open, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Gives the secret that lies in a file, or makes the file, readable for its owner alone.
 *
 * @param candidate What is written when there is no file.
 * @returns What lies there: of two processes that begin at once both get the same.
 * @throws What the file system says; Error when something else lies there.
 */
export async function keepSecretFile(path: string, candidate: Buffer): Promise<Buffer> {
  await mkdir(dirname(path), { recursive: true })
  try {
    // `wx`: fails where a file is, also one that another process has made this very moment.
    const file = await open(path, 'wx', 0o600)
    try {
      await file.writeFile(`${candidate.toString('hex')}\n`)
      await file.sync()
    } finally {
      await file.close()
    }
    return candidate
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause
  }
  const text = (await readFile(path, 'utf8')).trim()
  if (!/^(?:[0-9a-f]{2}){32,}$/i.test(text)) throw new Error(`${path} holds no secret; delete it to have one made`)
  return Buffer.from(text, 'hex')
}
