import { signWebhook } from '../../lib/sign-webhook.ts'
import type { AlarmMessage } from '../alarm-message-schema.ts'
import type { Call } from '../post.ts'
import type { AlarmTarget } from '../target-schema.ts'
import { fillTemplate } from './fill-template.ts'

/** A try of a webhook: what is signed includes the time, so that nobody can send it again later. */
export interface CallMoment {
  /** Tries before this one. */
  readonly attempts: number
  /** Epoch ms. */
  readonly nowMs: number
}

/** The service's own webhook: JSON, with a signature where the target has a secret. */
export function webhookCall(target: AlarmTarget, message: AlarmMessage, moment: CallMoment): Call {
  return signedCall(target, message, moment, JSON.stringify(message), 'application/json')
}

/** A webhook whose body people have written themselves. */
export function customCall(target: AlarmTarget, message: AlarmMessage, moment: CallMoment): Call {
  const contentType = target.contentType ?? 'application/json'
  const body = fillTemplate(target.template ?? '', message, /\bjson\b/i.test(contentType))
  return signedCall(target, message, moment, body, contentType)
}

function signedCall(
  { url, secret, headers }: AlarmTarget,
  { id }: AlarmMessage,
  { attempts, nowMs }: CallMoment,
  body: string,
  contentType: string
): Call {
  const timestamp = String(Math.floor(nowMs / 1000))
  return {
    url: url ?? '',
    headers: {
      ...headers,
      'content-type': contentType,
      'x-camera-check-id': id,
      'x-camera-check-timestamp': timestamp,
      'x-camera-check-attempt': String(attempts + 1),
      ...(secret === null ? {} : { 'x-camera-check-signature': signWebhook(secret, timestamp, body) })
    },
    body
  }
}
