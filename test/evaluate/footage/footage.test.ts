import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { forthAndBack, reelSize } from '../../../src/evaluate/footage/footage.ts'
import { openFootage } from '../../../src/evaluate/footage/open-footage.ts'
import { encodeJpeg } from '../../../src/evaluate/pictures/jpeg.ts'
import { createImage } from '../../../src/evaluate/pictures/rgb-image.ts'
import { meanOf } from '../film.ts'

let folder = ''

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'camera-check-footage-'))
  mkdirSync(join(folder, 'yard'))
  for (let i = 0; i < 4; i++) {
    const image = createImage(64, 48)
    for (let k = 0; k < image.data.length; k++) image.data[k] = 40 * i + (k % 3 === 0 ? 60 : 0)
    writeFileSync(join(folder, 'yard', `${i}.jpg`), await encodeJpeg(image, { quality: 95 }))
  }
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('footage', () => {
  test('runs forth and back without a jump and without a doubled end', () => {
    expect(Array.from({ length: 9 }, (_, i) => forthAndBack(i, 4))).toEqual([0, 1, 2, 3, 2, 1, 0, 1, 2])
    expect(forthAndBack(7, 1)).toBe(0)
  })

  test('is never enlarged, and has even sides', () => {
    expect(reelSize({ width: 641, height: 361 }, 2000)).toEqual({ width: 640, height: 360 })
    expect(reelSize({ width: 1280, height: 720 }, 481)).toEqual({ width: 480, height: 270 })
  })

  test('of a folder of JPEGs plays its pictures in the order of their names', async () => {
    const [scene] = await openFootage(folder)
    expect(scene).toMatchObject({ id: 'yard', width: 64, height: 48, monochrome: false })
    const reel = await scene!.open(640, 2)
    const image = createImage(reel.width, reel.height)
    const levels = [0, 500, 1000, 1500, 2000].map(ms => {
      reel.read(ms, image)
      return Math.round(meanOf(image.data.filter((_, i) => i % 3 === 1)) / 40)
    })
    expect(levels).toEqual([0, 1, 2, 3, 2])
  })

  test.each([
    ['a folder that is not there', () => join(folder, 'nowhere')],
    ['a folder without pictures', () => mkdtempSync(join(folder, 'empty-'))]
  ])('refuses %s', async (_, where) => {
    await expect(openFootage(where())).rejects.toMatchObject({ code: 'footage/unreadable' })
  })

  test('refuses a clip that is no video, or a machine without ffmpeg', async () => {
    const clips = mkdtempSync(join(folder, 'clips-'))
    writeFileSync(join(clips, 'broken.mp4'), 'no video')
    await expect(openFootage(clips)).rejects.toMatchObject({ code: 'footage/unreadable' })
  })

  test.skipIf(spawnSync('ffmpeg', ['-version']).status !== 0)('of a clip has its colours and its length', async () => {
    const clips = mkdtempSync(join(folder, 'film-'))
    const source = 'color=c=0xc02020:s=160x90:r=10:d=1'
    const file = join(clips, 'red.mp4')
    const made = spawnSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', source, '-c:v', 'mpeg4', '-q:v', '2', file])
    expect(made.status).toBe(0)
    const [scene] = await openFootage(clips)
    expect(scene).toMatchObject({ id: 'red', width: 160, height: 90, monochrome: false })
    const reel = await scene!.open(160, 5)
    const image = createImage(reel.width, reel.height)
    reel.read(400, image)
    expect(Math.abs(image.data[0]! - 0xc0)).toBeLessThan(8)
    expect(Math.abs(image.data[1]! - 0x20)).toBeLessThan(8)
  })

  test('that is built in moves and needs no folder', async () => {
    const scenes = await openFootage('builtin')
    expect(scenes).toHaveLength(10)
    expect(scenes.filter(({ monochrome }) => monochrome).length).toBeGreaterThan(0)
    const reel = await scenes[0]!.open(160, 5)
    const [one, other] = [createImage(reel.width, reel.height), createImage(reel.width, reel.height)]
    reel.read(1000, one)
    reel.read(4000, other)
    expect(one.data).not.toEqual(other.data)
  })
})
