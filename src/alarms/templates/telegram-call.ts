import type { AlarmMessage } from '../alarm-message-schema.ts'
import type { Call } from '../post.ts'
import type { AlarmTarget } from '../target-schema.ts'
import { multipart } from './multipart.ts'
import { linesOf, readable } from './readable.ts'

const SERVER = 'https://api.telegram.org'
/** Of a message, and of the words under a photo. */
const MOST_TEXT = 4096
const MOST_CAPTION = 1024

/**
 * Telegram: `sendPhoto` with the bytes, since Telegram cannot fetch them from a private network; `sendMessage` without one.
 *
 * @see https://core.telegram.org/bots/api#sendphoto
 */
export function telegramCall(target: AlarmTarget, message: AlarmMessage, jpeg: Uint8Array | null): Call {
  const { title, why } = readable(target, message)
  const lines = linesOf(target, message).map(([name, value]) => `${name}: ${value}`)
  const text = [title, '', why, ...lines, message.incident.url].join('\n')
  const base = `${target.url === null ? SERVER : target.url.replace(/\/$/, '')}/bot${target.token ?? ''}`
  const chat = target.chat ?? ''
  if (jpeg === null) {
    const body = JSON.stringify({ chat_id: chat, text: text.slice(0, MOST_TEXT) })
    return { url: `${base}/sendMessage`, headers: { 'content-type': 'application/json' }, body }
  }
  const form = multipart([
    { name: 'chat_id', text: chat },
    { name: 'caption', text: text.slice(0, MOST_CAPTION) },
    { name: 'photo', fileName: `${message.incident.id}.jpg`, type: 'image/jpeg', bytes: jpeg }
  ])
  return { url: `${base}/sendPhoto`, headers: { 'content-type': form.contentType }, body: form.body }
}
