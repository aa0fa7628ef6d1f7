import type { S3Server } from './global-setup.ts'
import type { S3Bucket } from './s3-bucket.ts'

/**
 * Settings for tests that ask what comes of a frame and not how fast: on a busy machine no frame is too old, no result
 * goes without its snapshot, and no camera counts as silent. One shard, since starting its thread takes most of a start.
 */
export const PATIENT = {
  EXECUTOR_CPU: '1',
  QUEUE_MAX_AGE_MS: '60000',
  SNAPSHOT_ACK_MS: '5000',
  STREAM_GAP_MS: '3600000',
  FIRST_FRAME_MS: '3600000'
} as const

/** Settings with which the service takes frames from this Redis. @param url As `startRedis` gives it. */
export function redisEnvironment(url: string): { REDIS_HOST: string; REDIS_PORT: string } {
  const { hostname, port } = new URL(url)
  return { REDIS_HOST: hostname, REDIS_PORT: port }
}

/** Settings with which the service keeps snapshots in this bucket. */
export function s3Environment(server: S3Server, bucket: S3Bucket): Record<string, string> {
  return {
    MINIO_ENDPOINT: server.endpoint,
    MINIO_ACCESS_KEY: server.accessKey,
    MINIO_SECRET_KEY: server.secretKey,
    MINIO_BUCKET: bucket.name
  }
}
