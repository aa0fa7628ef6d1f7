import { open } from 'node:fs/promises'

/** Forces the names in a folder to the disk: a file that was forced there itself is lost with its name otherwise. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
