import { expect, it } from 'vitest'
import { ffmpegReason } from '../../src/push/ffmpeg-reason.ts'

it.each([
  ['rtsp://c/x: Server returned 401 Unauthorized (authorization failed)', 'unauthorized'],
  ['[rtsp @ 0x1] method DESCRIBE failed: 404 Not Found', 'not-found'],
  ['http://c/x: Server returned 403 Forbidden (access denied)', 'forbidden'],
  ['[tcp @ 0x5] Connection to tcp://127.0.0.1:7999?timeout=0 failed: Connection refused', 'refused'],
  ['rtsp://c/x: No route to host', 'no-route'],
  ['[tcp @ 0x5] Failed to resolve hostname nobody.invalid: Name or service not known', 'unknown-host'],
  ['rtsp://c/x: Connection timed out', 'timeout'],
  ['film.mp4: No such file or directory', 'not-found'],
  ['film.mp4: Invalid data found when processing input', 'unsupported'],
  ['[mov @ 0x1] moov atom not found', 'unsupported'],
  ["Stream map '0:v:0' matches no streams.", 'unsupported'],
  ['/dev/video0: Device or resource busy', 'busy'],
  ["Unrecognized option 'fps_mode'.", 'bad-option'],
  ['Error splitting the argument list: Option not found', 'bad-option'],
  ['[tls @ 0x1] The certificate is not trusted', 'tls'],
  ['rtsp://c/x: End of file', 'ended'],
  ['Something entirely new', 'failed']
])('ffmpegReason: %s', (line, reason) => {
  expect(ffmpegReason(['deprecated pixel format used', line], false)).toEqual({ reason, line })
})

it('ffmpegReason tells nothing of what is wrong with single frames, nor of silence', () => {
  expect(
    ffmpegReason(['[h264 @ 0x1] error while decoding MB 1 2', 'corrupt decoded frame in stream 0'], true)
  ).toBeNull()
  expect(ffmpegReason([], false)).toBeNull()
  expect(ffmpegReason(['Some last words'], true)).toBeNull()
})
