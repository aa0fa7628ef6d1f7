import { createTransport } from 'nodemailer'
import type { AddressRules } from './address-rules.ts'
import type { AlarmTarget } from './target-schema.ts'
import type { Mail } from './templates/mail.ts'

const PORTS = { starttls: 587, tls: 465, none: 587 } as const

/** What an SMTP server said to a mail that it did not take. */
interface SmtpError {
  readonly code?: string
  readonly responseCode?: number
}

/**
 * Hands an e-mail to the target's SMTP server: an address that the rules allow, over TLS that is verified unless the target
 * says to do without.
 *
 * @param timeoutMs For each step; all together take no longer than whoever waits for it.
 * @throws Error of nodemailer; AppError `alarm/unreachable`, `alarm/address-refused`
 */
export async function sendMail(target: AlarmTarget, mail: Mail, rules: AddressRules, timeoutMs: number): Promise<void> {
  const { host, port, security, user, password, from, to } = target
  const name = host ?? ''
  // The very address that was looked at, under the name that its certificate has to have.
  const { address } = await rules.resolve(name)
  const transport = createTransport({
    host: address,
    port: port ?? PORTS[security],
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    tls: { servername: name, rejectUnauthorized: true },
    ...(user === null ? {} : { auth: { user, pass: password ?? '' } }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true
  })
  const { messageId, replyTo, subject, text, html, pictures } = mail
  try {
    await transport.sendMail({
      ...{ from: from ?? '', to: [...to], messageId, subject, text, html },
      ...(replyTo === null ? {} : { inReplyTo: replyTo, references: replyTo }),
      // Out-of-office answers to a machine help nobody.
      headers: { 'auto-submitted': 'auto-generated' },
      attachments: pictures.map(({ cid, name: file, jpeg }) => ({
        cid,
        filename: `${file}.jpg`,
        content: Buffer.from(jpeg),
        contentType: 'image/jpeg'
      }))
    })
  } finally {
    transport.close()
  }
}

/** Whether a server has said that it will never take this mail (5xx of RFC 5321). Who may not sign in may do so tomorrow. */
export function isRefusedForGood(thrown: unknown): boolean {
  const { code, responseCode = 0 } = (thrown ?? {}) as SmtpError
  return (code === 'EENVELOPE' || code === 'EMESSAGE') && responseCode >= 500 && responseCode < 600
}
