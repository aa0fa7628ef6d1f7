import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { AppError, errorText } from '../errors.ts'

const ANSWER_MS = 20_000

/** The ffmpeg on the PATH. */
export interface Ffmpeg {
  readonly command: string
  /** First part of its version; a large number for one that was built from a newer state than any release. */
  readonly major: number
}

const INSTALL: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  linux:
    'install it with "apt-get install ffmpeg" (Debian, Ubuntu), "dnf install ffmpeg-free" (Fedora) or "apk add ffmpeg" (Alpine)',
  darwin: 'install it with "brew install ffmpeg"',
  win32: 'install it with "winget install ffmpeg"'
}

/** @throws AppError `push/ffmpeg-missing` that says how to install it */
export async function findFfmpeg(command = 'ffmpeg', platform: NodeJS.Platform = process.platform): Promise<Ffmpeg> {
  try {
    const { stdout } = await promisify(execFile)(command, ['-version'], { timeout: ANSWER_MS, windowsHide: true })
    return { command, major: ffmpegMajor(stdout) }
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT'
    const how = INSTALL[platform] ?? 'install it from your system’s packages'
    const what = isMissing
      ? 'There is no ffmpeg on the PATH'
      : `The ffmpeg on the PATH does not run (${errorText(cause).split('\n', 1)[0]})`
    throw new AppError('push/ffmpeg-missing', `${what}: ${how}. Snapshots, MJPEG addresses and folders need none`, {
      cause
    })
  }
}

/** @param text What `ffmpeg -version` says: `ffmpeg version 5.1.9-0+deb12u1 ...`, `n7.1`, or `N-118...` between releases. */
export function ffmpegMajor(text: string): number {
  const match = /^ffmpeg version n?(\d+)\./i.exec(text)
  return match === null ? Number.MAX_SAFE_INTEGER : Number(match[1])
}
