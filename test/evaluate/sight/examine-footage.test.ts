import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { encodeJpeg } from '../../../src/evaluate/pictures/jpeg.ts'
import { createImage } from '../../../src/evaluate/pictures/rgb-image.ts'
import { sightHtml } from '../../../src/evaluate/report/sight-html.ts'
import { sightText } from '../../../src/evaluate/report/sight-text.ts'
import { examineFootage } from '../../../src/evaluate/sight/examine-footage.ts'
import { DEFAULT_CAMERA_SETTINGS } from '../../../src/model/camera.ts'
import { DrawnScene } from '../drawn-scene.ts'

const FIRST_MS = 1_780_000_000_000
const STEP_MS = 500
let folder = ''

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'camera-check-sight-'))
  const camera = join(folder, 'yard <b>')
  mkdirSync(camera)
  const scene = new DrawnScene()
  const reel = await scene.open(240)
  for (let i = 0; i < 20; i++) {
    const image = createImage(reel.width, reel.height)
    reel.read(i * STEP_MS, image)
    writeFileSync(join(camera, `${FIRST_MS + i * STEP_MS}-000000.jpg`), await encodeJpeg(image, { quality: 85 }))
  }
  // One that was cut off while it was written.
  writeFileSync(join(camera, `${FIRST_MS + 20 * STEP_MS}-000000.jpg`), 'no picture')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const options = () => ({
  footage: folder,
  settings: DEFAULT_CAMERA_SETTINGS,
  kinds: ['black', 'frozen'] as const,
  seed: 1,
  repeats: 1,
  thorough: false,
  fps: 2,
  widthPx: 240,
  longestPlainMs: 60_000,
  pictures: true,
  threads: 0,
  onProgress: () => undefined
})

describe('footage of a user', () => {
  test('is tried with faults, and judged as it is', async () => {
    const progress: number[] = []
    const examination = await examineFootage({ ...options(), onProgress: done => progress.push(done) })
    const [sight] = examination.cameras
    expect(sight).toMatchObject({ camera: 'yard <b>', widthPx: 240, footageMs: 10_500, monochrome: false })
    expect(sight?.faults.map(({ kind, found, tries }) => [kind, found, tries])).toEqual([
      ['black', 2, 2],
      ['frozen', 2, 2]
    ])
    expect(sight?.faults[0]?.delayMedianMs).toBeLessThan(3000)
    // The picture that is none is told as what it is, and it is the only one.
    expect(sight?.alarms).toMatchObject({ watchedMs: 10_500 })
    expect(sight?.alarms?.list.filter(({ kind }) => kind !== 'undecodable')).toEqual([])
    expect(sight?.doubts.join()).toContain('shown forth and back')
    expect(progress).toEqual([1, 2, 3, 4, 5])
    expect(sightText(examination.cameras).join('\n')).toContain('| black ')
  })

  test('gives the same figures again, and a page that asks for nothing', async () => {
    const [one, other] = [await examineFootage(options()), await examineFootage({ ...options(), threads: 0 })]
    expect(one.cameras).toEqual(other.cameras)
    const page = await sightHtml(one, [['seed', '1 "<script>']])
    expect(page).toContain("default-src 'none'; style-src 'sha256-")
    expect(page).not.toMatch(/<script|https?:|yard <b>/)
    expect(page).toContain('yard &lt;b&gt;')
    // Of each kind one before and one during it.
    expect(page.match(/src="data:image\/jpeg/g)).toHaveLength(4)
  })

  test('is judged by the settings that are given', async () => {
    const settings = { ...DEFAULT_CAMERA_SETTINGS, faults: { frozen: { sensitivity: 'off' as const } } }
    const { cameras } = await examineFootage({ ...options(), kinds: ['frozen'], settings, pictures: false })
    expect(cameras[0]?.faults[0]).toMatchObject({ found: 0, tries: 2, foundFrom: null })
  })
})
