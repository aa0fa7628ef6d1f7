import { open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { syncFolder } from './sync-folder.ts'

/**
 * Puts a file into its place, whole and on the disk when it resolves: also a power cut leaves the old one or the new one.
 *
 * @param draft Where it is written first, on the same disk; stays behind when writing fails.
 */
export async function replaceFile(draft: string, path: string, content: string | Uint8Array): Promise<void> {
  const file = await open(draft, 'w')
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(draft, path)
  await syncFolder(dirname(path))
}
