import type http from 'node:http'
import { Client } from 'minio'
import { AppError } from '../../../errors.ts'
import type { S3Transport } from './s3-transport.ts'

export interface S3StoreOptions {
  /** `host:port` or `host`, as MINIO_ENDPOINT has it. */
  readonly endpoint: string
  readonly accessKey: string
  readonly secretKey: string
  readonly bucket: string
  readonly secure: boolean
  readonly region: string
  /** False names the bucket in the host name. */
  readonly pathStyle: boolean
  /** Deadline of one call, its retries included, ms. */
  readonly timeoutMs: number
}

/**
 * The minio client for these settings.
 *
 * @throws AppError `config/invalid`, naming the setting.
 */
export function clientOf(options: S3StoreOptions, transport: S3Transport): Client {
  if (!options.accessKey) throw new AppError('config/invalid', 'MINIO_ACCESS_KEY is missing: an S3 store needs it')
  if (!options.secretKey) throw new AppError('config/invalid', 'MINIO_SECRET_KEY is missing: an S3 store needs it')
  return makeClient(options, transport, { accessKey: options.accessKey, secretKey: options.secretKey })
}

/** The same without a key: it sees what everybody does. */
export function strangerOf(options: S3StoreOptions, transport: S3Transport): Client {
  return makeClient(options, transport, {})
}

function makeClient(
  options: S3StoreOptions,
  transport: S3Transport,
  keys: { readonly accessKey?: string; readonly secretKey?: string }
): Client {
  const { host, port } = hostAndPort(options.endpoint)
  try {
    return new Client({
      endPoint: host,
      ...(port === null ? {} : { port }),
      useSSL: options.secure,
      ...keys,
      // Given, so that the client never asks for it first.
      region: options.region,
      pathStyle: options.pathStyle,
      transport: { request: transport.request } as unknown as Pick<typeof http, 'request'>,
      transportAgent: transport.agent,
      // Its retry writes to the console and does not know of broken connections.
      retryOptions: { disableRetry: true }
    })
  } catch (cause) {
    throw new AppError('config/invalid', `MINIO_ENDPOINT is wrong: no store can be at ${options.endpoint}`, { cause })
  }
}

function hostAndPort(endpoint: string): { host: string; port: number | null } {
  const match = /^(?:\[([^\]]+)\]|([^:/\s]+))(?::(\d{1,5}))?$/.exec(endpoint)
  const host = match?.[1] ?? match?.[2]
  if (host === undefined) {
    throw new AppError('config/invalid', `MINIO_ENDPOINT is wrong: expected host:port, received ${endpoint}`)
  }
  return { host, port: match?.[3] === undefined ? null : Number(match[3]) }
}
