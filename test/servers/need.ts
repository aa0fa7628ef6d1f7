import { describe, inject, it, type ProvidedContext } from 'vitest'
import type { S3Server } from './global-setup.ts'

type Missing = ProvidedContext['missing']

export interface Servers {
  readonly redisUrl: string
  readonly s3: S3Server
  /** Paths of the programs. */
  readonly ffmpeg: string
  readonly chromium: string
  /** That `start-rtsp.sh` can start one. */
  readonly rtsp: string
  /** That `start-mosquitto.sh` can start one. */
  readonly mosquitto: string
}

/**
 * A suite that needs real servers. Where one is missing the suite is skipped and its name says why; with `CI=true` it
 * fails instead, so that a run in which nothing was tested cannot pass.
 *
 * @example describeWith({ redis: true }, 'redis stream source', ({ redisUrl }) => { it(...) })
 */
export function describeWith<Need extends { readonly [Name in keyof Missing]?: true }>(
  need: Need,
  name: string,
  suite: (
    servers: Pick<
      Servers,
      | (Need['redis'] extends true ? 'redisUrl' : never)
      | (Need['s3'] extends true ? 's3' : never)
      | (Need['ffmpeg'] extends true ? 'ffmpeg' : never)
      | (Need['chromium'] extends true ? 'chromium' : never)
      | (Need['rtsp'] extends true ? 'rtsp' : never)
      | (Need['mosquitto'] extends true ? 'mosquitto' : never)
    >
  ) => void
): void {
  const redisUrl = inject('redisUrl')
  const s3 = inject('s3')
  const ffmpeg = inject('ffmpeg')
  const chromium = inject('chromium')
  const rtsp = inject('rtsp')
  const mosquitto = inject('mosquitto')
  const missing = inject('missing')
  const reasons = [
    need.redis && !redisUrl ? missing.redis : '',
    need.s3 && !s3 ? missing.s3 : '',
    need.ffmpeg && !ffmpeg ? missing.ffmpeg : '',
    need.chromium && !chromium ? missing.chromium : '',
    need.rtsp && !rtsp ? missing.rtsp : '',
    need.mosquitto && !mosquitto ? missing.mosquitto : ''
  ].filter(Boolean)
  if (reasons.length === 0) {
    describe(name, () => suite({ redisUrl, s3, ffmpeg, chromium, rtsp, mosquitto } as Servers))
  } else if (process.env.CI === 'true') {
    describe(name, () => {
      it('has its servers', () => {
        throw new Error(reasons.join('; '))
      })
    })
  } else {
    describe.skip(`${name} (${reasons.join('; ')})`, () => {
      it('needs its servers', () => undefined)
    })
  }
}

/** @see describeWith */
export function describeWithRedis(name: string, suite: (redisUrl: string) => void): void {
  describeWith({ redis: true }, name, servers => suite(servers.redisUrl))
}

/** @see describeWith */
export function describeWithS3(name: string, suite: (s3: S3Server) => void): void {
  describeWith({ s3: true }, name, servers => suite(servers.s3))
}
