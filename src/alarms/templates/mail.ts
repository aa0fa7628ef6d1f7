import type { AlarmMessage } from '../alarm-message-schema.ts'
import type { AlarmTarget } from '../target-schema.ts'
import { colourOf, linesOf, readable } from './readable.ts'

/** A picture that goes along. */
export interface MailPicture {
  readonly name: string
  readonly jpeg: Uint8Array
}

/** An e-mail, as the sender takes it. */
export interface Mail {
  readonly messageId: string
  /** Of the mail that began the conversation; null for that one itself. */
  readonly replyTo: string | null
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly pictures: readonly (MailPicture & { readonly cid: string })[]
}

/** Writes the e-mail of an alarm. All steps of an incident have one subject and refer to its first mail: one conversation. */
export function mailOf(target: AlarmTarget, message: AlarmMessage, pictures: readonly MailPicture[]): Mail {
  const { title, why, open } = readable(target, message)
  const { id, incident, what } = message
  const lines = linesOf(target, message)
  const domain = domainOf(target.from ?? '')
  const first = `<${incident.id}@${domain}>`
  const attached = pictures.map(picture => ({ ...picture, cid: `${picture.name}.${incident.id}@${domain}` }))
  const rows = lines.map(
    ([name, value]) =>
      `<tr><td style="padding:2px 16px 2px 0;color:#555">${html(name)}</td><td>${html(value)}</td></tr>`
  )
  const images = attached.map(
    ({ cid, name }) => `<p><img src="cid:${html(cid)}" alt="${html(name)}" style="max-width:640px;width:100%"></p>`
  )
  const colour = `#${colourOf(message).rgb.toString(16).padStart(6, '0')}`
  return {
    // The others have to know the first one's without having sent it.
    messageId: what === 'opened' ? first : `<${id}@${domain}>`,
    replyTo: what === 'opened' ? null : first,
    subject: oneLine(title),
    text: [title, '', why, '', ...lines.map(([name, value]) => `${name}: ${value}`), '', incident.url].join('\n'),
    html: [
      `<h2 style="border-left:6px solid ${colour};padding-left:10px">${html(title)}</h2>`,
      `<p>${html(why)}</p><table>${rows.join('')}</table>${images.join('')}`,
      `<p><a href="${html(incident.url)}">${html(open)}</a></p>`
    ].join('\n'),
    pictures: attached
  }
}

/** Nothing that people wrote begins a header of its own. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').slice(0, 200)
}

function domainOf(from: string): string {
  return /@([^\s>]+)>?$/.exec(from)?.[1] ?? 'camera-check'
}

function html(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
