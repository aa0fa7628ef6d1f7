import { createHmac, timingSafeEqual } from 'node:crypto'
import { AppError } from '../errors.ts'
import type { PictureRole } from '../model/incident.ts'

/** The secrets that sign, the newest first. */
export interface LinkSecrets {
  current(): Promise<Buffer>
  refreshed(): Promise<readonly Buffer[]>
}

export interface PictureLinksOptions {
  readonly secrets: LinkSecrets
  /** Where people reach the service, without a slash at its end. */
  readonly baseUrl: string
  /** How long a link opens, ms. */
  readonly lifeMs: number
}

/** Links that open one picture of an incident for whoever has them, for a time. */
export class PictureLinks {
  readonly #options: PictureLinksOptions

  constructor(options: PictureLinksOptions) {
    this.#options = options
  }

  /** @returns Makes links that end a life from now on. @throws AppError `access/store-failed` */
  async maker(nowMs: number): Promise<(incident: string, role: PictureRole) => string> {
    const { secrets, baseUrl, lifeMs } = this.#options
    const secret = await secrets.current()
    const ends = String(Math.floor((nowMs + lifeMs) / 1000))
    return (incident, role) => {
      const signature = signed(secret, incident, role, ends)
      return `${baseUrl}/pushhub/alarms/pictures/${incident}/${role}.jpg?ends=${ends}&signature=${signature}`
    }
  }

  /** @throws AppError `alarm/link-invalid`: it is over, or nobody here has made it. */
  async check(incident: string, role: string, ends: string, signature: string, nowMs: number): Promise<void> {
    const isOver = !/^\d{1,12}$/.test(ends) || Number(ends) * 1000 < nowMs
    const given = Buffer.from(signature, 'base64url')
    const fits = (secret: Buffer): boolean => {
      const right = Buffer.from(signed(secret, incident, role, ends), 'base64url')
      return given.length === right.length && timingSafeEqual(given, right)
    }
    if (isOver || !(await this.#options.secrets.refreshed()).some(fits)) {
      throw new AppError('alarm/link-invalid', 'Cannot open picture: the link is over or was not made here', {
        messageZh: '无法打开图片：链接已过期或无效'
      })
    }
  }
}

function signed(secret: Buffer, incident: string, role: string, ends: string): string {
  const key = createHmac('sha256', secret).update('camera-check picture 1\n').digest()
  return createHmac('sha256', key).update(`${incident}\n${role}\n${ends}`).digest('base64url')
}
