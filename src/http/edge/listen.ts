import { lookup } from 'node:dns/promises'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { AppError } from '../../errors.ts'
import type { Log } from '../../lib/log.ts'
import { refuseUnreadable } from '../client-errors.ts'
import type { TypedServer } from '../typed-server.ts'
import type { EdgeOptions } from './edge-options.ts'
import { createListener } from './listener.ts'

export interface ListenOptions {
  readonly host: string
  /** 0 takes a free one. */
  readonly port: number
  readonly edge: EdgeOptions
  readonly log: Log
}

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another process has the port; end it, or set PORT',
  EACCES: 'this user may not have the port; set PORT to one above 1023',
  EADDRNOTAVAIL: 'this machine has no such address; set HOST',
  ENOTFOUND: 'there is no such host; set HOST'
}

/**
 * Begins to listen.
 *
 * @returns Where, e.g. `https://127.0.0.1:5020`, without BASE_PATH.
 * @throws AppError `http/cannot-listen`
 */
export async function listen(app: TypedServer, options: ListenOptions): Promise<string> {
  const { host, port, edge } = options
  const address = await app.listen({ host, port }).catch((cause: NodeJS.ErrnoException) => {
    const why = REASONS[cause.code ?? ''] ?? cause.message
    throw new AppError('http/cannot-listen', `Cannot listen on ${host}, port ${port}: ${why}`, { cause })
  })
  // Fastify does so itself, but not where it is given its server.
  if (host === 'localhost') await listenOnTwins(app, options)
  // Fastify does not know that its server speaks TLS.
  return edge.tls === null ? address : address.replace(/^http:/, 'https:')
}

/** `localhost` is 127.0.0.1 and ::1: clients try either. One that cannot be had is done without. */
async function listenOnTwins(app: TypedServer, { edge, log }: ListenOptions): Promise<void> {
  const main = app.server.address() as AddressInfo
  const addresses = await lookup('localhost', { all: true }).catch(() => [])
  for (const { address } of addresses) {
    if (address === main.address) continue
    const twin = createListener(app.routing, edge)
    twin.on('clientError', refuseUnreadable)
    twin.on('upgrade', (...upgrade) => app.server.emit('upgrade', ...upgrade))
    app.server.once('close', () => twin.close())
    twin.listen({ host: address, port: main.port })
    try {
      await once(twin, 'listening')
    } catch (cause) {
      log.debug({ err: cause, address }, 'This address of localhost is not there')
    }
  }
}
