import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { replaceFile } from '../../src/lib/replace-file.ts'

describe('replaceFile', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'camera-check-replace-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('puts the whole content in the place of the old one, and leaves nothing beside it', async () => {
    const path = join(folder, 'kept')
    await replaceFile(`${path}.new`, path, 'one')
    await replaceFile(`${path}.new`, path, Buffer.from('two'))
    expect(await readFile(path, 'utf8')).toBe('two')
    expect(await readdir(folder)).toEqual(['kept'])
  })

  it('leaves the old one where the new one cannot be written', async () => {
    const path = join(folder, 'kept')
    await replaceFile(`${path}.new`, path, 'one')
    await expect(replaceFile(join(folder, 'missing', 'draft'), path, 'two')).rejects.toMatchObject({ code: 'ENOENT' })
    expect(await readFile(path, 'utf8')).toBe('one')
  })
})
