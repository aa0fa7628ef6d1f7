import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkFolder, freeBytes } from '../../src/lib/check-folder.ts'
import { mayMount, SmallDisk } from '../servers/small-disk.ts'

const codeOf = (checked: Promise<unknown>) =>
  checked.then(
    () => null,
    (cause: NodeJS.ErrnoException) => cause.code
  )

describe('check folder', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'camera-check-test-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('makes a folder that is missing', async () => {
    await checkFolder(join(folder, 'a', 'b'))
    expect((await stat(join(folder, 'a', 'b'))).isDirectory()).toBe(true)
    expect(await freeBytes(folder)).toBeGreaterThan(0)
  })

  it('refuses where a file stands in the way', async () => {
    await writeFile(join(folder, 'file'), 'x')
    expect(await codeOf(checkFolder(join(folder, 'file')))).toBe('EEXIST')
  })
})

describe.skipIf(!mayMount)('check folder on a small disk (needs root)', () => {
  let disk: SmallDisk
  beforeEach(() => {
    disk = SmallDisk.mount(3 * 1024 * 1024)
  })
  afterEach(() => disk.unmount())

  it('tells a full disk, and that it has room again', async () => {
    await checkFolder(disk.folder)
    await disk.fill()
    expect(await codeOf(checkFolder(disk.folder))).toBe('ENOSPC')
    await disk.free()
    await checkFolder(disk.folder)
  })

  it('tells a disk that may not be written to', async () => {
    disk.setReadOnly(true)
    expect(await codeOf(checkFolder(disk.folder))).toBe('EROFS')
    disk.setReadOnly(false)
    await checkFolder(disk.folder)
  })
})
