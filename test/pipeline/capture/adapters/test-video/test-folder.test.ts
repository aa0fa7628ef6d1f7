import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../../../../../src/errors.ts'
import { listJpegs, listTestFolder } from '../../../../../src/pipeline/capture/adapters/test-video/test-folder.ts'
import { testVideoStreams } from '../../../../../src/pipeline/capture/adapters/test-video/test-video-streams.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'test-folder-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function add(...paths: string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(join(folder, path, '..'), { recursive: true })
    await writeFile(join(folder, path), 'x')
  }
}

function failure(run: () => unknown): AppError {
  try {
    run()
  } catch (error) {
    if (error instanceof AppError) return error
  }
  throw new Error('No AppError was thrown')
}

describe('listTestFolder', () => {
  it('names a stream after each folder of JPEGs and each video file', async () => {
    await add('gate/1.jpg', 'yard/a.JPEG', 'film.mp4', 'other.WEBM', 'readme.txt')
    expect(listTestFolder(folder)).toEqual([
      { stream: 'gate', path: join(folder, 'gate'), kind: 'folder' },
      { stream: 'yard', path: join(folder, 'yard'), kind: 'folder' },
      { stream: 'film', path: join(folder, 'film.mp4'), kind: 'video' },
      { stream: 'other', path: join(folder, 'other.WEBM'), kind: 'video' }
    ])
    expect(testVideoStreams(folder)).toEqual(['gate', 'yard', 'film', 'other'])
  })

  it('lets a video keep its extension when its name is taken', async () => {
    await add('gate/1.jpg', 'gate.mp4', 'gate.avi')
    expect(listTestFolder(folder).map(item => item.stream)).toEqual(['gate', 'gate.avi', 'gate.mp4'])
  })

  it('passes over hidden files and folders', async () => {
    await add('gate/1.jpg', '.cache/1.jpg', '.film.mp4', 'gate/.hidden.jpg')
    expect(listTestFolder(folder).map(item => item.stream)).toEqual(['gate'])
    expect(listJpegs(join(folder, 'gate'))).toEqual([join(folder, 'gate', '1.jpg')])
  })

  it('refuses a folder that is not there, naming it', () => {
    const error = failure(() => listTestFolder(join(folder, 'nowhere')))
    expect(error.code).toBe('config/invalid')
    expect(error.message).toContain(join(folder, 'nowhere'))
  })

  it('refuses a file in place of a folder', async () => {
    await add('file')
    expect(failure(() => listTestFolder(join(folder, 'file'))).code).toBe('config/invalid')
  })

  it('refuses a folder with nothing to play, naming it', () => {
    const error = failure(() => listTestFolder(folder))
    expect(error.code).toBe('config/invalid')
    expect(error.message).toContain(folder)
  })

  it('refuses an empty folder among full ones, naming it', async () => {
    await add('gate/1.jpg')
    await mkdir(join(folder, 'empty'))
    const error = failure(() => listTestFolder(folder))
    expect(error.code).toBe('config/invalid')
    expect(error.message).toContain(join(folder, 'empty'))
  })
})

describe('listJpegs', () => {
  it('sorts by name', async () => {
    await add('gate/b.jpg', 'gate/a.jpeg', 'gate/c.JPG', 'gate/notes.txt')
    expect(listJpegs(join(folder, 'gate'))).toEqual(
      ['a.jpeg', 'b.jpg', 'c.JPG'].map(name => join(folder, 'gate', name))
    )
  })
})

describe('testVideoStreams', () => {
  it('names the built-in cameras when there is no folder', () => {
    const names = testVideoStreams(null)
    expect(names).toContain('test-street')
    expect(names).toContain('test-yard-night')
    expect(names.every(name => name.startsWith('test-'))).toBe(true)
  })
})
