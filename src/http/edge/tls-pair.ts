import { createPrivateKey, X509Certificate } from 'node:crypto'
import { createSecureContext, type SecureContext } from 'node:tls'
import { AppError, errorText } from '../../errors.ts'

/** A certificate with its chain, and its key, both PEM. */
export interface TlsPair {
  readonly cert: string
  readonly key: string
}

/** A pair that a server can use. */
export interface UsableTlsPair extends TlsPair {
  readonly context: SecureContext
  /** End of the certificate's life, epoch ms. */
  readonly validToMs: number
  readonly validFromMs: number
  /** Whom it names, for the log. */
  readonly subject: string
}

/** RFC 8996: older ones are deprecated. */
export const TLS_MIN_VERSION = 'TLSv1.2'

/**
 * Makes sure that a pair can be used before anybody relies on it.
 *
 * @throws AppError `tls/unusable`, never with anything of the key.
 */
export function usableTlsPair(pair: TlsPair): UsableTlsPair {
  const certificate = attempt('TLS_CERT_FILE holds no certificate in PEM form', () => new X509Certificate(pair.cert))
  const key = attempt('TLS_KEY_FILE holds no key in PEM form without a passphrase', () => createPrivateKey(pair.key))
  if (!certificate.checkPrivateKey(key)) {
    throw new AppError('tls/unusable', 'Cannot use the pair: the key of TLS_KEY_FILE is not that of TLS_CERT_FILE')
  }
  const context = attempt('OpenSSL refuses it', () => createSecureContext({ ...pair, minVersion: TLS_MIN_VERSION }))
  return {
    ...pair,
    context,
    validFromMs: Date.parse(certificate.validFrom),
    validToMs: Date.parse(certificate.validTo),
    subject: certificate.subjectAltName ?? certificate.subject.replaceAll('\n', ', ')
  }
}

function attempt<T>(problem: string, action: () => T): T {
  try {
    return action()
  } catch (cause) {
    throw new AppError('tls/unusable', `Cannot use the pair: ${problem}: ${errorText(cause)}`, { cause })
  }
}
