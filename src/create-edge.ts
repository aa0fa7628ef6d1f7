import { basePathOf } from './config/edge-checks.ts'
import type { Settings } from './config/schema.ts'
import { parseTrustedProxies } from './config/trusted-proxies.ts'
import { ConnectionCap } from './http/edge/connection-cap.ts'
import type { EdgeOptions } from './http/edge/edge-options.ts'
import { bearableConnections, readProcessLimits } from './http/edge/file-descriptor-limit.ts'
import { TlsKeeper } from './http/edge/tls-keeper.ts'
import type { Log } from './lib/log.ts'
import { readAuthorities } from './lib/read-authorities.ts'
import type { Metrics } from './observe/metrics.ts'

/** How this process meets whoever connects. */
export interface Edge extends EdgeOptions {
  readonly cap: ConnectionCap
  /** Begins to look after the certificate. */
  start(): void
  close(): void
  expose(metrics: Metrics): void
}

/** @throws AppError `config/invalid` when the certificate or the file of authorities cannot be used. */
export function createEdge(settings: Settings, log: Log): Edge {
  const { TLS_CERT_FILE: certFile, TLS_KEY_FILE: keyFile, TRUST_PROXY, FLEET_CA_FILE, MAX_CONNECTIONS } = settings
  const clock = () => performance.now()
  const proxies = TRUST_PROXY === undefined ? null : parseTrustedProxies(TRUST_PROXY)
  const tls =
    certFile === undefined || keyFile === undefined ? null : TlsKeeper.open({ certFile, keyFile, log, clock: Date.now })
  const most = bearableConnections(MAX_CONNECTIONS, readProcessLimits())
  const cap = new ConnectionCap({
    most,
    mostPerAddress: Math.min(most, settings.MAX_CONNECTIONS_PER_ADDRESS),
    isProxy: address => proxies?.isProxy(address) ?? false,
    mayAnswer: tls === null,
    log,
    clock
  })
  return {
    basePath: basePathOf(settings),
    ...(proxies === null ? {} : { trusts: proxies.trusts }),
    hstsMaxAgeS: settings.HSTS_MAX_AGE_S,
    tls,
    cap,
    peerCa: FLEET_CA_FILE === undefined ? null : readAuthorities('FLEET_CA_FILE', FLEET_CA_FILE),
    start() {
      if (most < MAX_CONNECTIONS) {
        log.warn(
          { most, wanted: MAX_CONNECTIONS },
          'Fewer connections than MAX_CONNECTIONS: raise the limit of open files'
        )
      }
      tls?.start()
    },
    close: () => tls?.close(),
    expose: metrics => expose(metrics, { cap, most, tls })
  }
}

function expose(metrics: Metrics, { cap, most, tls }: { cap: ConnectionCap; most: number; tls: TlsKeeper | null }) {
  metrics.onScrape(() => {
    metrics.connections.set(cap.open, {})
    metrics.connectionsMost.set(most, {})
    for (const reason of ['all', 'address'] as const) {
      metrics.connectionsRefused.follow('edge', cap.refused[reason], { reason })
    }
    metrics.tlsDaysLeft.set(tls?.daysLeft ?? 0, {})
    for (const outcome of ['loaded', 'refused'] as const) {
      metrics.tlsReloads.follow('edge', tls?.reloads[outcome] ?? 0, { outcome })
    }
  })
}
