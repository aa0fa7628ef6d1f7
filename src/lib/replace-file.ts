import { open, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { syncFolder } from './sync-folder.ts'

/**
 * Puts a file into its place, whole and on the disk when it resolves: also a power cut leaves the old one or the new one.
 *
 * @param draft Where it is written first, on the same disk; stays behind when writing fails.
 */
export async function replaceFile(draft: string, path: string, content: string | Uint8Array): Promise<void> {
  await writeFile(draft, content)
  await putInPlace(draft, path)
}

/** The second half of it, for a draft that was written by somebody else, who need not have forced it to the disk. */
export async function putInPlace(draft: string, path: string): Promise<void> {
  const file = await open(draft, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(draft, path)
  await syncFolder(dirname(path))
}
