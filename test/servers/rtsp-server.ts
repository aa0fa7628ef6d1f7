import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { runStartScript } from './server-script.ts'

/** A film as cameras send it: H.264, ten pictures a second, each another one. @returns Its path. */
export async function makeFilm(ffmpeg: string, folder: string, seconds: number): Promise<string> {
  const path = join(folder, `film-${seconds}.mp4`)
  const input = ['-f', 'lavfi', '-i', 'testsrc2=size=320x240:rate=10', '-t', String(seconds)]
  // One slice a picture, none in the wrong order: what the RTSP server can send on without reading it.
  const video = ['-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '0', '-threads', '1', '-g', '10']
  await promisify(execFile)(ffmpeg, ['-loglevel', 'error', ...input, ...video, '-y', path])
  return path
}

/** An RTSP server that plays a film at `/film`, to one user alone (digest). */
export class RtspServer {
  readonly port: number
  readonly #film: string
  readonly #access: readonly string[]
  #stop: () => Promise<void>

  private constructor(port: number, film: string, access: readonly string[], stop: () => Promise<void>) {
    this.port = port
    this.#film = film
    this.#access = access
    this.#stop = stop
  }

  /** @param access User and password. */
  static async start(film: string, access: readonly [string, string]): Promise<RtspServer> {
    const { url, stop } = await runStartScript('start-rtsp.sh', ['0', film, ...access])
    return new RtspServer(Number(new URL(url.replace('rtsp:', 'http:')).port), film, access, stop)
  }

  /** Ends the server in the middle of whatever it sends. */
  async stop(): Promise<void> {
    await this.#stop()
  }

  /** On the same port. */
  async startAgain(): Promise<void> {
    this.#stop = (await runStartScript('start-rtsp.sh', [String(this.port), this.#film, ...this.#access])).stop
  }
}
