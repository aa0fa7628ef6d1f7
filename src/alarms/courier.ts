import { withDeadline } from '../lib/deadline.ts'
import type { Alarm } from '../model/alarm.ts'
import type { Incident, PictureRole } from '../model/incident.ts'
import type { AddressRules } from './address-rules.ts'
import type { AlarmMessage } from './alarm-message-schema.ts'
import { hiderOf } from './hidden-secrets.ts'
import type { MakeMessage } from './message-maker.ts'
import { type Call, post } from './post.ts'
import { failureOf, outcomeOf, type SendOutcome } from './send-outcome.ts'
import { isRefusedForGood, sendMail } from './send-mail.ts'
import type { AlarmTarget } from './target-schema.ts'
import { discordCall, ntfyCall, slackCall, teamsCall } from './templates/chat-calls.ts'
import { mailOf, type MailPicture } from './templates/mail.ts'
import { pagerdutyCall } from './templates/pagerduty-call.ts'
import { telegramCall } from './templates/telegram-call.ts'
import { type CallMoment, customCall, webhookCall } from './templates/webhook-call.ts'

export interface CourierOptions {
  readonly rules: AddressRules
  readonly message: MakeMessage
  /** A picture as it lies in the store. */
  readonly picture: (key: string) => Promise<Uint8Array>
  /** Epoch ms. */
  readonly clock: () => number
}

/** A picture that the store does not give in this time goes without, ms. */
const PICTURE_MS = 3000
/** Larger ones are left out of mails and chats, bytes. */
const MOST_PICTURE_BYTES = 8 * 1024 * 1024

/** Takes one alarm to one target, once, and says how it went. */
export class Courier {
  readonly #options: CourierOptions

  constructor(options: CourierOptions) {
    this.#options = options
  }

  /** @param attempts Tries before this one. @param test Whether nothing has happened. Never rejects. */
  async send(target: AlarmTarget, alarm: Alarm, attempts: number, test = false): Promise<SendOutcome> {
    const hide = hiderOf(target)
    try {
      const message = await this.#options.message(alarm, test)
      if (target.type === 'email') return await this.#mail(target, alarm, message)
      const call = await this.#call(target, alarm.incident, message, { attempts, nowMs: this.#options.clock() })
      return outcomeOf(
        await post(call, this.#options.rules, target.limits.timeoutS * 1000, this.#options.clock()),
        hide
      )
    } catch (thrown) {
      return failureOf(thrown, hide)
    }
  }

  async #call(target: AlarmTarget, incident: Incident, message: AlarmMessage, moment: CallMoment): Promise<Call> {
    switch (target.type) {
      case 'custom':
        return customCall(target, message, moment)
      case 'slack':
        return slackCall(target, message)
      case 'teams':
        return teamsCall(target, message)
      case 'discord':
        return discordCall(target, message)
      case 'ntfy':
        return ntfyCall(target, message)
      case 'pagerduty':
        return pagerdutyCall(target, message)
      case 'telegram':
        return telegramCall(target, message, target.pictures ? await this.#best(incident, message) : null)
      default:
        return webhookCall(target, message, moment)
    }
  }

  async #mail(target: AlarmTarget, { incident, what }: Alarm, message: AlarmMessage): Promise<SendOutcome> {
    const roles: readonly PictureRole[] = what === 'closed' ? ['worst', 'after'] : ['before', 'worst']
    const wanted = target.pictures ? roles : []
    const found = await Promise.all(
      wanted.map(async role => ({ name: role, jpeg: await this.#picture(incident, role) }))
    )
    const pictures = found.filter((one): one is MailPicture & { name: PictureRole } => one.jpeg !== null)
    const timeoutMs = target.limits.timeoutS * 1000
    try {
      const sent = sendMail(target, mailOf(target, message, pictures), this.#options.rules, timeoutMs)
      await withDeadline(sent, timeoutMs * 3, 'Sending the e-mail')
      return { how: 'delivered', status: null }
    } catch (thrown) {
      const failure = failureOf(thrown, hiderOf(target))
      return failure.how === 'failed' && isRefusedForGood(thrown) ? { ...failure, isFinal: true } : failure
    }
  }

  async #best(incident: Incident, { what }: AlarmMessage): Promise<Uint8Array | null> {
    const roles: readonly PictureRole[] = what === 'closed' ? ['after', 'worst', 'first'] : ['worst', 'first', 'before']
    const role = roles.find(one => incident.pictures[one] !== null)
    return role === undefined ? null : this.#picture(incident, role)
  }

  /** An alarm without its picture is better than none. */
  async #picture(incident: Incident, role: PictureRole): Promise<Uint8Array | null> {
    const picture = incident.pictures[role]
    if (picture === null) return null
    const jpeg = await withDeadline(this.#options.picture(picture.key), PICTURE_MS, 'Reading a picture').catch(
      () => null
    )
    return jpeg !== null && jpeg.length <= MOST_PICTURE_BYTES ? jpeg : null
  }
}
