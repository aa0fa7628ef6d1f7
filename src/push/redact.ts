/** User and password of an address: up to the last @ of the word, since a password may hold one. */
const USER_INFO = /([a-z][a-z0-9+.-]*:\/\/)[^\s'"]*@/gi
/** Values whose names say that they are secret, in a query or written as some cameras have it: `user=a_password=b_channel=1`. */
const SECRET_VALUE =
  /((?:[?&;/_]|\b)(?:pass(?:word|wd)?|pwd|token|secret|api_?key|auth|sig(?:nature)?|access_key)=)[^&\s'"_;]*/gi
/** A shorter text would be found by chance in every message. */
const LEAST_SECRET_CHARS = 4
const HIDDEN = '***'

/**
 * Takes what nobody else may know out of a text that is shown or logged.
 *
 * @param secrets Texts that are hidden wherever they stand, as they are and percent-encoded.
 * @example redact('rtsp://admin:1234@10.0.0.7/main') // 'rtsp://***@10.0.0.7/main'
 */
export function redact(text: string, secrets: readonly string[] = []): string {
  let shown = text
  for (const secret of secrets.flatMap(spellings)) {
    if (secret.length >= LEAST_SECRET_CHARS) shown = shown.replaceAll(secret, HIDDEN)
  }
  return shown.replace(USER_INFO, `$1${HIDDEN}@`).replace(SECRET_VALUE, `$1${HIDDEN}`)
}

function spellings(secret: string): string[] {
  const encoded = encodeURIComponent(secret)
  return encoded === secret ? [secret] : [secret, encoded]
}
