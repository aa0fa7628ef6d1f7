import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { Server } from 'node:tls'
import { AppError, errorText } from '../../errors.ts'
import type { Log } from '../../lib/log.ts'
import { LogThrottle } from '../../lib/log-throttle.ts'
import { TLS_MIN_VERSION, type TlsPair, type UsableTlsPair, usableTlsPair } from './tls-pair.ts'

export interface TlsKeeperOptions {
  readonly certFile: string
  readonly keyFile: string
  readonly log: Log
  /** Epoch ms: certificates live by the calendar. */
  readonly clock: () => number
  /** Between two looks at the files, ms; 2 s when left out. */
  readonly everyMs?: number
}

export type TlsOutcome = 'loaded' | 'refused'

const DEFAULT_EVERY_MS = 2000
const DAY_MS = 86_400_000
/** Let's Encrypt renews 30 days before the end: with so few left nobody has. */
const WARN_DAYS = 14

/**
 * The service's own certificate, read again when its files change. Open connections keep the one they began with. A
 * pair that cannot be used is told once, and the one before it stays.
 *
 * Files are looked at instead of watched: they are often links that are switched over (Kubernetes, certbot), of which a
 * watcher sees nothing. A change is taken once two looks have found the same, since two files do not change at once.
 */
export class TlsKeeper {
  readonly #options: TlsKeeperOptions
  readonly #servers = new Set<Server>()
  readonly #warnings = new LogThrottle(DAY_MS)
  #pair: UsableTlsPair
  /** Digest of what is in use or was refused, and of what the last look has found. */
  #settled: string
  #seen: string
  #timer: NodeJS.Timeout | undefined
  #isLooking = false
  readonly reloads: Record<TlsOutcome, number> = { loaded: 0, refused: 0 }

  private constructor(options: TlsKeeperOptions, pair: UsableTlsPair) {
    this.#options = options
    this.#pair = pair
    this.#settled = digestOf(pair)
    this.#seen = this.#settled
  }

  /** @throws AppError `config/invalid` when the pair cannot be read or used: a start has none before it to keep. */
  static open(options: TlsKeeperOptions): TlsKeeper {
    const { certFile, keyFile } = options
    const read = (name: string, path: string): string => {
      try {
        return readFileSync(path, 'utf8')
      } catch (cause) {
        throw new AppError('config/invalid', `${name}: cannot be read: ${errorText(cause)}`, { cause })
      }
    }
    const pair = { cert: read('TLS_CERT_FILE', certFile), key: read('TLS_KEY_FILE', keyFile) }
    try {
      return new TlsKeeper(options, usableTlsPair(pair))
    } catch (cause) {
      throw new AppError('config/invalid', errorText(cause), { cause })
    }
  }

  /** What a new server begins with. */
  get serverOptions(): TlsPair & { readonly minVersion: typeof TLS_MIN_VERSION } {
    const { cert, key } = this.#pair
    return { cert, key, minVersion: TLS_MIN_VERSION }
  }

  /** Days until the certificate ends, fractions too; negative when it has. */
  get daysLeft(): number {
    return (this.#pair.validToMs - this.#options.clock()) / DAY_MS
  }

  /** From now on, the server gets every new pair until it is closed. */
  serve(server: Server): void {
    this.#servers.add(server)
    server.once('close', () => this.#servers.delete(server))
  }

  start(): void {
    const { everyMs = DEFAULT_EVERY_MS } = this.#options
    this.#warnOfEnd()
    this.#timer ??= setInterval(() => void this.look(), everyMs).unref()
  }

  close(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  /** Looks at the files once. Runs by itself between `start` and `close`. */
  async look(): Promise<void> {
    if (this.#isLooking) return
    this.#isLooking = true
    try {
      await this.#compare()
      this.#warnOfEnd()
    } finally {
      this.#isLooking = false
    }
  }

  async #compare(): Promise<void> {
    const { certFile, keyFile } = this.#options
    const found = await Promise.all([readFile(certFile, 'utf8'), readFile(keyFile, 'utf8')]).then(
      ([cert, key]) => ({ cert, key }),
      (cause: unknown) => ({ problem: errorText(cause) })
    )
    const digest = 'problem' in found ? found.problem : digestOf(found)
    const isSettled = digest === this.#seen
    this.#seen = digest
    if (!isSettled || digest === this.#settled) return
    this.#settled = digest
    if ('problem' in found) this.#refuse(found.problem)
    else this.#take(found)
  }

  #take(found: TlsPair): void {
    let pair: UsableTlsPair
    try {
      pair = usableTlsPair(found)
    } catch (cause) {
      this.#refuse(errorText(cause))
      return
    }
    this.#pair = pair
    for (const server of this.#servers) server.setSecureContext(this.serverOptions)
    this.reloads.loaded++
    const { subject, validToMs } = pair
    this.#options.log.info(
      { subject, validTo: new Date(validToMs).toISOString() },
      'A new certificate is used from now on'
    )
  }

  #refuse(problem: string): void {
    this.reloads.refused++
    this.#options.log.error(
      { problem, daysLeft: Math.floor(this.daysLeft) },
      'The new certificate cannot be used, the one before it stays'
    )
  }

  #warnOfEnd(): void {
    const { daysLeft } = this
    if (daysLeft >= WARN_DAYS) return
    this.#warnings.run(this.#options.clock(), () => {
      const validTo = new Date(this.#pair.validToMs).toISOString()
      const text =
        daysLeft > 0
          ? 'The certificate of TLS_CERT_FILE ends soon'
          : 'The certificate of TLS_CERT_FILE has ended: clients refuse it'
      this.#options.log.warn({ validTo, daysLeft: Math.floor(daysLeft) }, text)
    })
  }
}

function digestOf({ cert, key }: TlsPair): string {
  return createHash('sha256').update(cert).update('\0').update(key).digest('hex')
}
