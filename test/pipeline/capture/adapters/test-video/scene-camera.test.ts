import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FaultKind } from '../../../../../src/model/fault.ts'
import { FAULT_SECONDS } from '../../../../../src/pipeline/capture/adapters/test-video/fault-schedule.ts'
import { SceneCamera } from '../../../../../src/pipeline/capture/adapters/test-video/scene-camera.ts'
import type { PlayedFrame } from '../../../../../src/pipeline/capture/adapters/test-video/stream-player.ts'
import { yardNight } from '../../../../../src/pipeline/capture/adapters/test-video/scenes/yard-night.ts'

const START_MS = Date.UTC(2026, 10, 4, 10, 0, 0)
const FIRST_AT_S = 20
// The schedule is read for each frame, so one camera (its still costs a second) serves every fault.
const kinds: FaultKind[] = ['frozen']
const camera = new SceneCamera({
  scene: yardNight,
  schedule: { firstAtSeconds: FIRST_AT_S, kinds },
  fps: 5,
  startedAtMs: START_MS
})

beforeAll(() => camera.prepare())
afterAll(() => camera.close())

async function frameAt(seconds: number, kind: FaultKind = 'frozen'): Promise<PlayedFrame | null> {
  kinds[0] = kind
  return await camera.next(START_MS + seconds * 1000)
}

async function jpegAt(seconds: number, kind?: FaultKind): Promise<Buffer> {
  return Buffer.from((await frameAt(seconds, kind))?.jpeg ?? [])
}

describe('SceneCamera', () => {
  it('gives the same bytes for the same moment, and others for the next', async () => {
    expect(Buffer.compare(await jpegAt(3), await jpegAt(3))).toBe(0)
    expect(Buffer.compare(await jpegAt(3), await jpegAt(3.2))).not.toBe(0)
  })

  it('repeats one picture to the byte while frozen, and goes on afterwards', async () => {
    const held = await jpegAt(FIRST_AT_S + 1)
    expect(Buffer.compare(held, await jpegAt(FIRST_AT_S + 2.2))).toBe(0)
    expect(Buffer.compare(held, await jpegAt(FIRST_AT_S + FAULT_SECONDS - 0.2))).toBe(0)
    expect(Buffer.compare(held, await jpegAt(FIRST_AT_S + FAULT_SECONDS + 0.2))).not.toBe(0)
  })

  it('keeps the burnt-in clock over a covered lens', async () => {
    const dark = sharp(await jpegAt(FIRST_AT_S + 6, 'black')).greyscale()
    const whole = await dark.clone().stats()
    const clock = await dark.extract({ left: 8, top: 8, width: 226, height: 18 }).stats()
    expect(whole.channels[0]?.mean).toBeLessThan(10)
    expect(clock.channels[0]?.max).toBeGreaterThan(200)
  })

  it('gives no frame in a gap, and announces staged and next fault otherwise', async () => {
    expect(await frameAt(FIRST_AT_S + 3, 'stream-gap')).toBeNull()
    const frame = await frameAt(FIRST_AT_S + 3, 'occluded')
    expect(frame?.announced?.fault).toBe('occluded')
    expect(frame?.announced?.next).toEqual({ kind: 'occluded', at: new Date(START_MS + 68_000).toISOString() })
  })

  it('gives bytes that no decoder takes while undecodable', async () => {
    await expect(
      sharp(await jpegAt(FIRST_AT_S + 3, 'undecodable'))
        .raw()
        .toBuffer()
    ).rejects.toThrow()
  })
})
