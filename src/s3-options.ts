import type { Settings } from './config/schema.ts'
import type { S3StoreOptions } from './pipeline/snapshots/adapters/s3-client.ts'

/** How the S3 store of the snapshots is reached. */
export function s3Options(settings: Settings): S3StoreOptions {
  return {
    endpoint: settings.MINIO_ENDPOINT ?? '',
    accessKey: settings.MINIO_ACCESS_KEY ?? '',
    secretKey: settings.MINIO_SECRET_KEY ?? '',
    bucket: settings.MINIO_BUCKET,
    secure: settings.MINIO_SECURE,
    region: settings.MINIO_REGION,
    pathStyle: settings.MINIO_PATH_STYLE,
    timeoutMs: settings.MINIO_TIMEOUT_MS
  }
}
