import { type DestinationStream, type Logger, pino, stdSerializers, stdTimeFunctions } from 'pino'
import { activeTrace } from '../lib/active-trace.ts'
import { escapeControls } from '../lib/escape-controls.ts'
import type { Log } from '../lib/log.ts'

type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'

export interface LogOptions {
  readonly level: LogLevel
  /** Number of the shard thread that writes, so that its lines can be told from the main thread's. */
  readonly shard?: number
  /** Where lines go; standard output when left out. */
  readonly destination?: DestinationStream
}

// Keys whose values are never written, at the top of the fields and one level below.
const SECRET_KEYS = [
  'API_TOKENS',
  'REDIS_PASSWORD',
  'MINIO_ACCESS_KEY',
  'MINIO_SECRET_KEY',
  'password',
  'secret',
  'token',
  'accessKey',
  'secretKey',
  'authorization'
]

/**
 * The service's log: JSON lines with ISO times, secrets masked, errors under `err`, `error` or `cause` with their code
 * and stack.
 *
 * @example createLog({ level: 'info' }).info({ port: 5020 }, 'Listening')
 */
export function createLog(options: LogOptions): Log & Logger {
  return pino(
    {
      level: options.level,
      base: options.shard === undefined ? { pid: process.pid } : { pid: process.pid, shard: options.shard },
      timestamp: stdTimeFunctions.isoTime,
      mixin: traceFields,
      formatters: { level: label => ({ level: label }) },
      serializers: { err: stdSerializers.err, error: stdSerializers.err, cause: stdSerializers.err },
      redact: { paths: SECRET_KEYS.flatMap(key => [key, `*.${key}`]), censor: '[secret]' }
    },
    singleLines(options.destination ?? pino.destination({ sync: true }))
  )
}

/** Of what a traced task writes. */
function traceFields(): object {
  const trace = activeTrace()
  return trace?.sampled === true ? { trace_id: trace.traceId, span_id: trace.spanId } : {}
}

/** Names of cameras stand in lines as clients have chosen them; pino escapes what is below a space alone. */
function singleLines(destination: DestinationStream): DestinationStream {
  return { write: line => destination.write(`${escapeControls(line.replace(/\n$/, ''))}\n`) }
}
