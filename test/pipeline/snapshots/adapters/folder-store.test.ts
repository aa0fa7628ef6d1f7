import { access, mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { folderError } from '../../../../src/pipeline/snapshots/adapters/folder-error.ts'
import { FolderStore } from '../../../../src/pipeline/snapshots/adapters/folder-store.ts'
import { formatKey } from '../../../../src/pipeline/snapshots/object-key.ts'
import { codeOf, keysOf, snapshotStoreContract } from '../../../contract/snapshot-store.contract.ts'

const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'camera-check-snapshots-'))

snapshotStoreContract('folder store', async () => {
  const parent = await newFolder()
  const folder = join(parent, 'snapshots')
  return {
    store: new FolderStore(folder),
    plant: async (name, bytes) => {
      await mkdir(dirname(join(folder, name)), { recursive: true })
      await writeFile(join(folder, name), bytes)
    },
    isPlanted: name =>
      access(join(folder, name)).then(
        () => true,
        () => false
      ),
    destroy: () => rm(parent, { recursive: true, force: true })
  }
})

describe('folder store', () => {
  let folder: string
  beforeEach(async () => {
    folder = await newFolder()
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('leaves nothing beside the file once it is written, and drops the folder of a stream that has none', async () => {
    const store = new FolderStore(folder)
    const key = formatKey('gate-1', 1, false)
    await store.put(key, Uint8Array.of(1))
    expect(await readdir(join(folder, '.writing'))).toEqual([])
    await store.remove([key])
    expect(await readdir(folder)).toEqual(['.writing'])
  })

  it('deletes half-written files of a writer that died, and not those of one that writes now', async () => {
    const store = new FolderStore(folder)
    await store.prepare()
    await writeFile(join(folder, '.writing', 'old'), 'x')
    await writeFile(join(folder, '.writing', 'young'), 'x')
    await utimes(join(folder, '.writing', 'old'), 1, 1)
    await store.prepare()
    expect(await readdir(join(folder, '.writing'))).toEqual(['young'])
  })

  it('refuses for good where a file stands in the way', async () => {
    await writeFile(join(folder, 'file'), 'x')
    const store = new FolderStore(join(folder, 'file'))
    expect(await codeOf(store.prepare())).toBe('snapshot/write-failed')
    expect(await codeOf(store.put(formatKey('gate-1', 1, false), Uint8Array.of(1)))).toBe('snapshot/write-failed')
    expect(await codeOf(keysOf(store, ''))).toBe('snapshot/read-failed')
  })

  it('lists nothing outside of its folder', async () => {
    const outside = join(folder, 'outside')
    await mkdir(outside)
    await writeFile(join(outside, '1700000000000.jpg'), 'x')
    const store = new FolderStore(join(folder, 'snapshots'))
    expect(await keysOf(store, '../outside/')).toEqual([])
  })
})

describe('folderError', () => {
  it.each([
    ['ENOSPC', 'store/full'],
    ['EDQUOT', 'store/full'],
    ['EIO', 'store/unreachable'],
    ['EMFILE', 'store/unreachable'],
    ['EACCES', 'store/unreachable'],
    ['EROFS', 'store/unreachable'],
    ['ENOTDIR', 'snapshot/write-failed']
  ])('tells what passes from what does not: %s is %s', (systemCode, code) => {
    expect(folderError(Object.assign(new Error('x'), { code: systemCode }), 'snapshot/write-failed', 'x').code).toBe(
      code
    )
  })
})
