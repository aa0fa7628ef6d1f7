import { access, constants, mkdir, statfs } from 'node:fs/promises'

/** Where there is less, the next picture may not fit, bytes. */
const LEAST_FREE_BYTES = 1024 * 1024
const MB = 1_000_000

/** Bytes that may still be written to a folder. @throws What the file system says. */
export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

/**
 * Makes sure that a folder is there, may be written to and has room, without writing to it.
 *
 * @throws Error with the code of the file system: ENOSPC, EROFS, EACCES ...
 */
export async function checkFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await access(folder, constants.W_OK)
  const free = await freeBytes(folder)
  if (free >= LEAST_FREE_BYTES) return
  const message = `ENOSPC: ${(free / MB).toFixed(1)} MB are free, at least ${(LEAST_FREE_BYTES / MB).toFixed(1)} MB are needed`
  throw Object.assign(new Error(message), { code: 'ENOSPC' })
}
