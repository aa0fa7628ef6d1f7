import type { SourceKind } from './camera-plan.ts'

const BY_SCHEME: Readonly<Record<string, SourceKind>> = {
  rtsp: 'ffmpeg',
  rtsps: 'ffmpeg',
  rtmp: 'ffmpeg',
  rtmps: 'ffmpeg',
  http: 'http',
  https: 'http'
}
/** Video that comes over HTTP in pieces or in one file: no picture, and no MJPEG. */
const VIDEO_PATH = /\.(?:m3u8|mpd|mp4|ts|flv|webm|mkv)$/i

/** What a path leads to. */
export type PathKind = 'file' | 'folder' | 'nothing'

/**
 * How a source is read, by its text alone.
 *
 * @param pathKind Asked about a path alone.
 * @returns The kind, or what is wrong.
 */
export function sourceKind(source: string, pathKind: (path: string) => PathKind): SourceKind | { problem: string } {
  if (source.startsWith('usb:')) return 'device'
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(source)?.[1]?.toLowerCase()
  if (scheme !== undefined) {
    const kind = BY_SCHEME[scheme]
    if (kind === undefined) return { problem: `expected one of ${Object.keys(BY_SCHEME).join(', ')}, got ${scheme}://` }
    if (!URL.canParse(source))
      return {
        problem: 'is no address that can be read; is a special character in the password? Use username and password'
      }
    return kind === 'http' && VIDEO_PATH.test(new URL(source).pathname) ? 'ffmpeg' : kind
  }
  if (source.startsWith('/dev/')) return 'device'
  const found = pathKind(source)
  if (found === 'nothing') return { problem: 'there is no such file or folder, and it is no address' }
  return found === 'folder' ? 'folder' : 'ffmpeg'
}
