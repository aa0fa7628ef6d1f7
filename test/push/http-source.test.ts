import sharp from 'sharp'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { HttpSource } from '../../src/push/http-source.ts'
import { ResizedSource } from '../../src/push/resized-source.ts'
import { flatJpeg } from '../pictures.ts'
import { type CameraAccess, CameraServer } from '../servers/camera-server.ts'
import { Heard } from './heard.ts'
import { planOf } from './plan.ts'

const FAST = { fps: 50, stallSeconds: 5 }

let pictures: Buffer[]
let camera: CameraServer

beforeAll(async () => {
  pictures = await Promise.all([40, 120, 200].map(level => flatJpeg(320, 240, level)))
})
afterEach(() => camera.close())

async function run(path: string, enough: number, access: CameraAccess | null = null, password?: string) {
  camera = await CameraServer.start(pictures, access)
  const heard = new Heard(enough)
  const url = camera.url(path, password)
  const end = await new HttpSource(planOf(url, 'http', FAST), Date.now).run(heard, heard.signal)
  return { heard, end, statuses: camera.statuses }
}

describe('HttpSource', () => {
  it('asks for snapshots, each with the time of its arrival', async () => {
    const before = Date.now()
    const { heard, end } = await run('/snap.jpg', 3)
    expect(heard.frames.map(({ jpeg }) => jpeg)).toEqual(pictures)
    const times = heard.frames.map(({ capturedAtMs }) => capturedAtMs)
    expect(times).toEqual([...times].sort())
    expect(times[0]).toBeGreaterThanOrEqual(before)
    expect(end.reason).toBe('stopped')
  })

  it.each(['/mjpeg', '/mjpeg-plain'])('reads a stream of JPEGs from %s, and says when it has ended', async path => {
    const { heard, end } = await run(path, Number.POSITIVE_INFINITY)
    expect(heard.frames.length).toBeGreaterThan(0)
    for (const { jpeg } of heard.frames) expect(pictures.some(picture => picture.equals(jpeg))).toBe(true)
    expect(heard.losses).toEqual([])
    expect(end.reason).toBe('ended')
  })

  it('signs in with basic, once the server has asked for it', async () => {
    const { heard, statuses } = await run('/snap.jpg', 3, { scheme: 'basic', username: 'admin', password: 'ge:heim ü' })
    expect(heard.frames).toHaveLength(3)
    expect(statuses).toEqual([401, 200, 200, 200])
  })

  it('signs in with digest, uses a nonce until it is stale, and counts its uses', async () => {
    const access = { scheme: 'digest', username: 'admin', password: 'geheim', nonceUses: 2 } as const
    const { heard, statuses } = await run('/snap.jpg?channel=1', 5, access)
    expect(heard.frames).toHaveLength(5)
    expect(statuses).toEqual([401, 200, 200, 401, 200, 200, 401, 200])
  })

  it.each(['basic', 'digest'] as const)(
    'tries a wrong password with %s once alone, and does not show it',
    async scheme => {
      const access = { scheme, username: 'admin', password: 'geheim' }
      const { heard, end, statuses } = await run('/snap.jpg', 1, access, 'falsch-falsch')
      expect(heard.frames).toEqual([])
      expect(end.reason).toBe('unauthorized')
      expect(end.detail).not.toContain('falsch')
      expect(statuses).toEqual([401, 401])
    }
  )

  it('says what is wrong', async () => {
    expect((await run('/nothing', 1)).end.reason).toBe('not-found')
    await camera.close()
    expect((await run('/page', 1)).end).toMatchObject({
      reason: 'unsupported',
      detail: expect.stringContaining('text/html')
    })
    const url = camera.url('/snap.jpg')
    await camera.close()
    const heard = new Heard()
    const end = await new HttpSource(planOf(url, 'http', FAST), Date.now).run(heard, heard.signal)
    expect(end.reason).toBe('refused')
    camera = await CameraServer.start(pictures)
  })

  it('drops a picture that is too large, and goes on', async () => {
    const noise = Buffer.alloc(64 * 64 * 3).map((_, i) => (i * 7919) % 256)
    const large = await sharp(noise, { raw: { width: 64, height: 64, channels: 3 } })
      .jpeg({ quality: 100 })
      .toBuffer()
    camera = await CameraServer.start([large, await flatJpeg(16, 16, 90)])
    const heard = new Heard(2)
    const plan = { ...planOf(camera.url('/snap.jpg'), 'http', FAST), maxFrameBytes: 1024 }
    expect((await new HttpSource(plan, Date.now).run(heard, heard.signal)).reason).toBe('stopped')
    expect(heard.losses).toEqual(['too-large', 'too-large'])
  })
})

describe('ResizedSource', () => {
  it('makes pictures smaller, and not larger', async () => {
    const wide = await flatJpeg(320, 240, 90)
    camera = await CameraServer.start([wide])
    for (const [maxWidth, width] of [
      [160, 160],
      [640, 320]
    ] as const) {
      const plan = planOf(camera.url('/snap.jpg'), 'http', { ...FAST, maxWidth })
      const heard = new Heard(2)
      await new ResizedSource(new HttpSource(plan, Date.now), plan).run(heard, heard.signal)
      expect(await sharp(heard.frames[0]?.jpeg).metadata()).toMatchObject({
        format: 'jpeg',
        width,
        height: (width * 3) / 4
      })
    }
  })
})
