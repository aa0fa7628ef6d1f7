import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FolderSource } from '../../src/push/folder-source.ts'
import { until } from '../servers/until.ts'
import { Heard } from './heard.ts'
import { planOf } from './plan.ts'

const jpegOf = (name: string) =>
  Buffer.concat([Buffer.from([0xff, 0xd8]), Buffer.from(name), Buffer.from([0xff, 0xd9])])
const namesOf = (heard: Heard) => heard.frames.map(({ jpeg }) => jpeg.subarray(2, -2).toString())

let folder: string
const write = (name: string, bytes = jpegOf(name)) => writeFile(join(folder, name), bytes)
const source = (options: Parameters<typeof planOf>[2] = {}) =>
  new FolderSource({ ...planOf(folder, 'folder', { fps: 60, ...options }), maxFrameBytes: 100 }, Date.now)

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'camera-check-folder-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe('FolderSource', () => {
  it('plays the pictures of a folder in the order of their numbers, and passes over what is none', async () => {
    for (const name of ['f-10.jpg', 'f-9.JPEG', 'f-1.jpg']) await write(name)
    await write('readme.txt')
    await write('f-2.jpg', Buffer.from('no picture'))
    await write('f-3.jpg', Buffer.concat([jpegOf('x'), Buffer.alloc(200)]))
    const heard = new Heard()
    expect((await source().run(heard, heard.signal)).reason).toBe('finished')
    expect(namesOf(heard)).toEqual(['f-1.jpg', 'f-9.JPEG', 'f-10.jpg'])
    expect(heard.losses).toEqual(['not-jpeg', 'too-large'])
  })

  it('begins anew at the end when it is to', async () => {
    for (const name of ['a.jpg', 'b.jpg']) await write(name)
    const heard = new Heard(5)
    expect((await source({ loop: true }).run(heard, heard.signal)).reason).toBe('stopped')
    expect(namesOf(heard)).toEqual(['a.jpg', 'b.jpg', 'a.jpg', 'b.jpg', 'a.jpg'])
  })

  it('says when there is nothing', async () => {
    const heard = new Heard()
    expect((await source().run(heard, heard.signal)).reason).toBe('not-found')
    const nowhere = new FolderSource(planOf(join(folder, 'none'), 'folder'), Date.now)
    expect((await nowhere.run(heard, heard.signal)).reason).toBe('not-found')
  })

  it('sends what is added to a watched folder, once it is whole, with the time of the file', async () => {
    await write('old.jpg')
    const heard = new Heard()
    const running = source({ watch: true }).run(heard, heard.signal)
    await write('half.jpg', jpegOf('half.jpg').subarray(0, 6))
    await until(async () => {
      await write('new.jpg')
      return heard.frames.length > 0
    })
    expect(namesOf(heard)[0]).toBe('new.jpg')
    await write('half.jpg')
    await utimes(join(folder, 'half.jpg'), 1_700_000_000, 1_700_000_000)
    await until(() => namesOf(heard).includes('half.jpg'))
    expect(heard.frames[namesOf(heard).indexOf('half.jpg')]?.capturedAtMs).toBe(1_700_000_000_000)
    expect(namesOf(heard)).not.toContain('old.jpg')
    heard.end()
    expect((await running).reason).toBe('stopped')
  })
})
