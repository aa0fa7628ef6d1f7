import type { TestProject } from 'vitest/node'
import { checkScript, findProgram, startServer } from './server-script.ts'

/** Credentials that `scripts/start-s3.sh` gives its user. */
const S3_CREDENTIALS = { accessKey: 'camera-check', secretKey: 'camera-check-secret' }

export interface S3Server {
  /** `host:port`, as MINIO_ENDPOINT has it. */
  readonly endpoint: string
  readonly host: string
  readonly port: number
  readonly accessKey: string
  readonly secretKey: string
}

declare module 'vitest' {
  export interface ProvidedContext {
    /** null when there is no such server here; `missing` then says why. */
    redisUrl: string | null
    s3: S3Server | null
    /** Path of the program. */
    ffmpeg: string | null
    chromium: string | null
    /** Not null when `start-rtsp.sh` can start one. */
    rtsp: string | null
    /** Not null when `start-mosquitto.sh` can start one. */
    mosquitto: string | null
    missing: { redis: string; s3: string; ffmpeg: string; chromium: string; rtsp: string; mosquitto: string }
  }
}

interface Found {
  readonly url: string | null
  readonly reason: string
  stop(): Promise<void>
}

/** Takes the server that runs already at the URL in an environment variable, or starts one for this run. */
async function find(variable: string, script: 'start-redis.sh' | 'start-s3.sh'): Promise<Found> {
  const nothingToStop = async (): Promise<void> => undefined
  const running = process.env[variable]
  if (running) return { url: running, reason: '', stop: nothingToStop }
  try {
    const server = await startServer(script)
    return { url: server.url, reason: '', stop: server.stop }
  } catch (thrown) {
    return { url: null, reason: (thrown as Error).message, stop: nothingToStop }
  }
}

async function attempt(find: () => Promise<string>): Promise<{ path: string | null; reason: string }> {
  try {
    return { path: await find(), reason: '' }
  } catch (thrown) {
    return { path: null, reason: (thrown as Error).message }
  }
}

/** Starts Redis and S3 once for the whole run, and finds the programs. Suites read them with `inject`, through `need.ts`. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const [redis, s3, ffmpeg, chromium, rtsp, mosquitto] = await Promise.all([
    find('CAMERA_CHECK_TEST_REDIS', 'start-redis.sh'),
    find('CAMERA_CHECK_TEST_S3', 'start-s3.sh'),
    attempt(() => findProgram('ffmpeg')),
    // Without a font a page has no text to look at.
    attempt(() => findProgram('chromium', ['chromium', 'fonts-dejavu-core'])),
    attempt(() => checkScript('start-rtsp.sh')),
    attempt(() => checkScript('start-mosquitto.sh'))
  ])
  project.provide('redisUrl', redis.url)
  project.provide('s3', s3.url === null ? null : s3Server(s3.url))
  project.provide('ffmpeg', ffmpeg.path)
  project.provide('chromium', chromium.path)
  project.provide('rtsp', rtsp.path)
  project.provide('mosquitto', mosquitto.path)
  const programs = { ffmpeg: ffmpeg.reason, chromium: chromium.reason, rtsp: rtsp.reason, mosquitto: mosquitto.reason }
  const missing = { redis: redis.reason, s3: s3.reason, ...programs }
  project.provide('missing', missing)
  return async () => {
    await Promise.all([redis.stop(), s3.stop()])
  }
}

function s3Server(text: string): S3Server {
  const url = new URL(text)
  const { accessKey, secretKey } = S3_CREDENTIALS
  return { endpoint: url.host, host: url.hostname, port: Number(url.port), accessKey, secretKey }
}
