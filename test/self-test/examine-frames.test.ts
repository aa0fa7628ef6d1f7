import { describe, expect, test } from 'vitest'
import { encodeJpeg } from '../../src/evaluate/pictures/jpeg.ts'
import { createImage } from '../../src/evaluate/pictures/rgb-image.ts'
import { DEFAULT_CAMERA_SETTINGS } from '../../src/model/camera.ts'
import { FAULT_KINDS } from '../../src/model/fault.ts'
import { failedKinds } from '../../src/model/self-test.ts'
import { examineFrames } from '../../src/self-test/examine-frames.ts'
import { DrawnScene } from '../evaluate/drawn-scene.ts'

async function framesOf(count: number): Promise<Uint8Array[]> {
  const reel = await new DrawnScene().open(240)
  const frames: Uint8Array[] = []
  for (let i = 0; i < count; i++) {
    const image = createImage(reel.width, reel.height)
    reel.read(i * 500, image)
    frames.push(await encodeJpeg(image, { quality: 85 }))
  }
  return frames
}

describe('a self-test', () => {
  test('says what is found and from which size on, in both languages, and leaves out what is off', async () => {
    const settings = { ...DEFAULT_CAMERA_SETTINGS, faults: { frozen: { sensitivity: 'off' as const } } }
    const frames = await framesOf(12)
    const test = await examineFrames({ frames, settings, kinds: ['black', 'moved', 'frozen'], atMs: 86_400_000 })
    const [black, moved, frozen] = test.faults
    expect(test).toMatchObject({ atMs: 86_400_000, pictures: 12 })
    expect(black).toMatchObject({ kind: 'black', seen: 'found', isOff: false, tries: 2, found: 2 })
    expect(black?.text).toMatch(/^a cap that takes 90 % of the light or more is found in \d\.\d s$/)
    expect(black?.textZh).toMatch(/^镜头盖遮去 90% 的光及以上可发现，用时 \d\.\d 秒$/)
    expect(moved?.kind).toBe('moved')
    expect(frozen).toMatchObject({ seen: 'unknown', isOff: true, tries: 0 })
    expect(failedKinds(test)).toEqual([])
  })

  test('names a kind that is wanted and of which nothing is found', async () => {
    // With these limits no grain is ever enough.
    const off = FAULT_KINDS.filter(kind => kind !== 'noise').map(kind => [kind, { sensitivity: 'off' }] as const)
    const faults = {
      ...Object.fromEntries(off),
      noise: { limits: { minGrainRiseLevels: 255, minFineRiseLevels: 255 } }
    }
    const settings = { ...DEFAULT_CAMERA_SETTINGS, faults }
    const test = await examineFrames({ frames: await framesOf(6), settings, kinds: ['noise'], atMs: 0 })
    expect(test.faults[0]).toMatchObject({ kind: 'noise', seen: 'missed', found: 0, delayMs: null })
    expect(test.faults[0]?.text).toContain('not detectable here')
    expect(failedKinds(test)).toEqual(['noise'])
  })

  test('of bytes that give no picture is refused', async () => {
    const frames = [new Uint8Array([1, 2, 3])]
    const task = { frames, settings: DEFAULT_CAMERA_SETTINGS, atMs: 0 }
    await expect(examineFrames(task)).rejects.toMatchObject({ code: 'footage/unreadable' })
  })
})
