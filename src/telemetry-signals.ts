import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { parseKeyPairs } from './config/key-pairs.ts'
import type { Settings } from './config/schema.ts'
import { AppError, errorText } from './errors.ts'
import type { OtlpSignal } from './observe/otlp/otlp-settings.ts'

/** The collector's usual address, for who asks for it without saying where it is. */
const USUAL_ENDPOINT = 'http://localhost:4318'

type Signal = 'TRACES' | 'METRICS'

/** Whether traces are recorded. */
export function sendsTraces(settings: Settings): boolean {
  return endpointOf(settings, 'TRACES') !== null
}

export function sendsMetrics(settings: Settings): boolean {
  return endpointOf(settings, 'METRICS') !== null
}

/**
 * Where a signal goes, and how.
 *
 * @returns Null when it is not sent.
 * @throws AppError `config/invalid` when a file of certificates cannot be read.
 */
export function signalOf(settings: Settings, signal: Signal): OtlpSignal | null {
  const url = endpointOf(settings, signal)
  if (url === null) return null
  const name = `OTEL_EXPORTER_OTLP_${signal}` as const
  return {
    url,
    protocol: settings[`${name}_PROTOCOL`] ?? settings.OTEL_EXPORTER_OTLP_PROTOCOL,
    headers: {
      ...parseKeyPairs(settings.OTEL_EXPORTER_OTLP_HEADERS).pairs,
      ...parseKeyPairs(settings[`OTEL_EXPORTER_OTLP_${signal}_HEADERS`]).pairs
    },
    timeoutMs: settings[`${name}_TIMEOUT`] ?? settings.OTEL_EXPORTER_OTLP_TIMEOUT,
    compression: settings[`${name}_COMPRESSION`] ?? settings.OTEL_EXPORTER_OTLP_COMPRESSION,
    tls: {
      ...pem('ca', signal, settings[`${name}_CERTIFICATE`] ?? settings.OTEL_EXPORTER_OTLP_CERTIFICATE),
      ...pem('cert', signal, settings[`${name}_CLIENT_CERTIFICATE`] ?? settings.OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE),
      ...pem('key', signal, settings[`${name}_CLIENT_KEY`] ?? settings.OTEL_EXPORTER_OTLP_CLIENT_KEY)
    }
  }
}

/** What is said of this process with all that it sends. */
export function resourceOf(settings: Settings, version: string): Readonly<Record<string, string>> {
  const { pairs } = parseKeyPairs(settings.OTEL_RESOURCE_ATTRIBUTES)
  return {
    'service.name': 'camera-check',
    'service.version': version,
    // Of each member of a fleet another one, and the same after a restart.
    'service.instance.id': `${hostname()}:${settings.PORT}`,
    'host.name': hostname(),
    ...pairs,
    ...(settings.OTEL_SERVICE_NAME === undefined ? {} : { 'service.name': settings.OTEL_SERVICE_NAME })
  }
}

function endpointOf(settings: Settings, signal: Signal): string | null {
  const exporter = settings[`OTEL_${signal}_EXPORTER`]
  if (settings.OTEL_SDK_DISABLED || exporter === 'none') return null
  const own = settings[`OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`]
  if (own !== undefined) return own
  const common = settings.OTEL_EXPORTER_OTLP_ENDPOINT ?? (exporter === 'otlp' ? USUAL_ENDPOINT : null)
  return common === null ? null : `${common.replace(/\/+$/, '')}/v1/${signal.toLowerCase()}`
}

function pem<Key extends 'ca' | 'cert' | 'key'>(
  key: Key,
  signal: Signal,
  path: string | undefined
): { [K in Key]?: Buffer } {
  if (path === undefined) return {}
  try {
    return { [key]: readFileSync(path) } as { [K in Key]?: Buffer }
  } catch (cause) {
    const what = { ca: 'CERTIFICATE', cert: 'CLIENT_CERTIFICATE', key: 'CLIENT_KEY' }[key]
    const text = `Cannot read the file of OTEL_EXPORTER_OTLP_${what} for ${signal.toLowerCase()}: ${errorText(cause)}`
    throw new AppError('config/invalid', text, { cause })
  }
}
