import { isIP } from 'node:net'
import type { RedisAccess } from './redis-address.ts'

/** Options of a TLS connection; the certificate is verified whatever they are. */
export interface TlsOptions {
  readonly ca?: string
  readonly servername?: string
}

/**
 * @param host That is connected to; null when that is not known before. An address may not be sent as a server's name (RFC 6066), but the certificate is held
 *   against it all the same.
 */
export function tlsOptions({ trust }: RedisAccess, host: string | null): TlsOptions {
  const servername = trust?.servername ?? (host === null || isIP(host) !== 0 ? null : host)
  return {
    ...(trust === undefined || trust.ca === null ? {} : { ca: trust.ca }),
    ...(servername === null ? {} : { servername })
  }
}
