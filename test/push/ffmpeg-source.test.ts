import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { FfmpegSource } from '../../src/push/ffmpeg-source.ts'
import { type Ffmpeg, findFfmpeg } from '../../src/push/find-ffmpeg.ts'
import { describeWith } from '../servers/need.ts'
import { makeFilm } from '../servers/rtsp-server.ts'
import { until } from '../servers/until.ts'
import { Heard } from './heard.ts'
import { planOf } from './plan.ts'

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

describeWith({ ffmpeg: true }, 'FfmpegSource', ({ ffmpeg: path }) => {
  let folder: string
  let film: string
  let ffmpeg: Ffmpeg

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'camera-check-film-'))
    film = await makeFilm(path, folder, 2)
    ffmpeg = await findFfmpeg(path)
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('plays a film at its pace, with the frames that are wanted, their size and their times', async () => {
    const heard = new Heard()
    const plan = planOf(film, 'ffmpeg', { fps: 5, maxWidth: 160, maxHeight: 160, quality: 60 })
    const end = await new FfmpegSource(plan, ffmpeg, Date.now).run(heard, heard.signal)
    expect(end.reason).toBe('finished')
    // Two seconds of ten pictures each: every other one.
    expect(heard.frames).toHaveLength(10)
    expect(await sharp(heard.frames[0]?.jpeg).metadata()).toMatchObject({ format: 'jpeg', width: 160, height: 120 })
    const times = heard.frames.map(({ capturedAtMs }) => capturedAtMs)
    expect(times).toEqual([...times].sort((one, other) => one - other))
    const spanMs = (times.at(-1) ?? 0) - (times[0] ?? 0)
    expect(spanMs).toBeGreaterThan(1000)
    expect(spanMs).toBeLessThan(3500)
  })

  it('says why there is nothing, and what became of frames that were too large', async () => {
    const heard = new Heard()
    const missing = planOf(join(folder, 'none.mp4'), 'ffmpeg')
    expect((await new FfmpegSource(missing, ffmpeg, Date.now).run(heard, heard.signal)).reason).toBe('not-found')
    const refused = planOf('rtsp://admin:geheim99@127.0.0.1:9/x', 'ffmpeg')
    const end = await new FfmpegSource(refused, ffmpeg, Date.now).run(heard, heard.signal)
    expect(end.reason).toBe('refused')
    expect(end.detail).not.toContain('geheim99')
    const none = await new FfmpegSource(refused, { command: 'no-such-ffmpeg', major: 5 }, Date.now).run(
      heard,
      heard.signal
    )
    expect(none.reason).toBe('ffmpeg-missing')
    const small = { ...planOf(film, 'ffmpeg', { fps: 10 }), maxFrameBytes: 1024 }
    expect((await new FfmpegSource(small, ffmpeg, Date.now).run(heard, heard.signal)).reason).toBe('finished')
    expect(heard.frames).toEqual([])
    expect(heard.losses).toHaveLength(20)
  })

  it('reads RTMP', async () => {
    const port = await freePort()
    const url = `rtmp://127.0.0.1:${port}/live/gate`
    const server = spawn(path, [
      '-loglevel',
      'error',
      '-re',
      '-stream_loop',
      '-1',
      '-i',
      film,
      '-c',
      'copy',
      '-f',
      'flv',
      '-listen',
      '1',
      url
    ])
    const heard = new Heard(3)
    try {
      // It listens when it listens; until then it is refused.
      const source = new FfmpegSource(planOf(url, 'ffmpeg'), ffmpeg, Date.now)
      await until(async () => (await source.run(heard, heard.signal)).reason === 'stopped', 25_000)
      // What came with the third in one piece is heard, too.
      expect(heard.frames.length).toBeGreaterThanOrEqual(3)
    } finally {
      server.kill('SIGKILL')
    }
  })

  it('is ended in the middle, and leaves no process behind', async () => {
    const heard = new Heard(2)
    const plan = planOf(film, 'ffmpeg', { fps: 10, loop: true })
    const end = await new FfmpegSource(plan, ffmpeg, Date.now).run(heard, heard.signal)
    expect(end.reason).toBe('stopped')
    expect(execFileSync('ps', ['-A', '-ww', '-o', 'args'], { encoding: 'utf8' })).not.toContain(film)
  })
})
