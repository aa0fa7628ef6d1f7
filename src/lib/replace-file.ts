import { type FileHandle, open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Puts a file into its place, whole and on the disk when it resolves: also a power cut leaves the old one or the new one.
 *
 * @param draft Where it is written first, on the same disk; stays behind when writing fails.
 */
export async function replaceFile(draft: string, path: string, content: string | Uint8Array): Promise<void> {
  await closed(await open(draft, 'w'), async file => {
    await file.writeFile(content)
    await file.sync()
  })
  await rename(draft, path)
  // The new name lies in the folder, which is a file of its own.
  await closed(await open(dirname(path), 'r'), folder => folder.sync())
}

async function closed(file: FileHandle, use: (file: FileHandle) => Promise<void>): Promise<void> {
  try {
    await use(file)
  } finally {
    await file.close()
  }
}
