import { describe, expect, it } from 'vitest'
import { ffmpegArguments } from '../../src/push/ffmpeg-arguments.ts'
import { ffmpegMajor, findFfmpeg } from '../../src/push/find-ffmpeg.ts'
import { planOf } from './plan.ts'

const inputOf = (args: readonly string[]) =>
  args.slice(args.lastIndexOf('1', args.indexOf('-i')) + 1, args.indexOf('-i') + 2)
const filterOf = (args: readonly string[]) => args[args.indexOf('-vf') + 1] ?? ''

describe('ffmpegArguments', () => {
  it('names the transport of RTSP, and plays files at their own pace', () => {
    const rtsp = ffmpegArguments(planOf('rtsp://c/1', 'ffmpeg', { transport: 'udp' }), 5)
    expect(inputOf(rtsp)).toEqual(['-rtsp_transport', 'udp', '-allowed_media_types', 'video', '-i', 'rtsp://c/1'])
    expect(ffmpegArguments(planOf('film: 1.mp4', 'ffmpeg', { loop: true }), 5).join(' ')).toContain(
      '-re -stream_loop -1 -i file:film: 1.mp4'
    )
    expect(inputOf(ffmpegArguments(planOf('rtmp://c/live', 'ffmpeg'), 5))).toEqual(['-i', 'rtmp://c/live'])
  })

  it.each([
    ['linux', ['-f', 'v4l2', '-i', '/dev/video0']],
    ['darwin', ['-f', 'avfoundation', '-framerate', '30', '-i', '/dev/video0:none']],
    ['win32', ['-f', 'dshow', '-i', 'video=/dev/video0']]
  ] as const)('opens a USB camera on %s', (platform, expected) => {
    const args = ffmpegArguments(planOf('usb:/dev/video0', 'device'), 7, platform)
    expect(args.join(' ')).toContain(expected.join(' '))
  })

  it('speaks to old and new versions of ffmpeg', () => {
    expect(ffmpegArguments(planOf('rtsp://c', 'ffmpeg'), 4).join(' ')).toContain('-vsync 0')
    expect(ffmpegArguments(planOf('rtsp://c', 'ffmpeg'), 8).join(' ')).toContain('-fps_mode passthrough')
    expect(
      ['ffmpeg version 5.1.9-0+deb12u1 Copyright', 'ffmpeg version n7.1', 'ffmpeg version N-118-g1'].map(ffmpegMajor)
    ).toEqual([5, 7, Number.MAX_SAFE_INTEGER])
  })

  it('makes pictures smaller and never larger, unless told to', () => {
    expect(filterOf(ffmpegArguments(planOf('rtsp://c', 'ffmpeg'), 5))).not.toContain('scale')
    expect(filterOf(ffmpegArguments(planOf('rtsp://c', 'ffmpeg', { maxWidth: 640 }), 5))).toContain(
      'scale=w=min(640\\,iw):h=ih:'
    )
    const enlarged = planOf('rtsp://c', 'ffmpeg', { maxWidth: 640, enlarge: true })
    expect(filterOf(ffmpegArguments(enlarged, 5))).toContain('scale=w=640:h=16384:')
  })

  it('puts own options before the input', () => {
    const args = ffmpegArguments(planOf('rtsp://c', 'ffmpeg', { ffmpegOptions: ['-skip_frame', 'nokey'] }), 5)
    expect(args.indexOf('-skip_frame')).toBeLessThan(args.indexOf('-i'))
    expect(args.indexOf('-skip_frame')).toBeGreaterThan(0)
  })
})

it.each(['linux', 'darwin', 'win32'] as const)('findFfmpeg says how to install it on %s', async platform => {
  const error = await findFfmpeg('no-such-ffmpeg', platform).catch(thrown => thrown)
  expect(error).toMatchObject({ code: 'push/ffmpeg-missing', message: expect.stringContaining('install it with') })
})
