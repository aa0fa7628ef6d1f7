import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmdirSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const CHUNK_BYTES = 256 * 1024

/** A file system of a few megabytes in memory, to fill up or to write-protect. For root alone. */
export class SmallDisk {
  readonly folder: string
  #filler = 0
  #shadow: string | null = null

  private constructor(folder: string) {
    this.folder = folder
  }

  static mount(bytes: number): SmallDisk {
    const folder = mkdtempSync(join(tmpdir(), 'camera-check-disk-'))
    mount('-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder)
    return new SmallDisk(folder)
  }

  /** Leaves no byte free. */
  async fill(): Promise<void> {
    for (let bytes = CHUNK_BYTES; bytes >= 1; ) {
      const file = join(this.folder, `filler-${this.#filler++}`)
      try {
        await writeFile(file, Buffer.alloc(bytes))
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code !== 'ENOSPC') throw cause
        bytes = Math.floor(bytes / 8)
      }
    }
  }

  /** Takes away what `fill` has written. */
  async free(): Promise<void> {
    while (this.#filler > 0) await rm(join(this.folder, `filler-${--this.#filler}`), { force: true })
  }

  /** What is open for writing stays so: a disk cannot be taken from under it. */
  setReadOnly(isReadOnly: boolean): void {
    if (!isReadOnly) {
      this.unmount()
      rmdirSync(this.#shadow ?? '')
      return
    }
    // Write-protected aside first: whoever opens a file in between would keep it from being so.
    const shadow = mkdtempSync(join(tmpdir(), 'camera-check-disk-'))
    mount('--bind', this.folder, shadow)
    mount('-o', 'remount,bind,ro', shadow)
    mount('--bind', shadow, this.folder)
    execFileSync('umount', [shadow])
    this.#shadow = shadow
  }

  unmount(): void {
    execFileSync('umount', ['--lazy', this.folder])
  }
}

function mount(...options: string[]): void {
  execFileSync('mount', options, { stdio: 'pipe' })
}

function triesToMount(): boolean {
  try {
    SmallDisk.mount(CHUNK_BYTES).unmount()
    return true
  } catch {
    return false
  }
}

/** Whether this user may mount file systems. */
export const mayMount = process.platform === 'linux' && process.getuid?.() === 0 && triesToMount()
