import type { Settings } from '../config/schema.ts'
import type { KeeperSettings } from '../pipeline/snapshots/queued-snapshot-keeper.ts'

/** What one shard's snapshot stage is set to: bounds of the whole service are shared out over its shards. */
export function keeperSettings(settings: Settings, shards: number): KeeperSettings {
  return {
    mode: settings.MINIO_SAVE_MODE,
    sampleFps: settings.MINIO_SAMPLE_FPS,
    keptPerStream: settings.MINIO_MAX_FRAMES_PER_STREAM,
    trimInterval: settings.MINIO_TRIM_INTERVAL,
    suffix: settings.MINIO_USE_INTRUSSION_SUFFIX,
    jpegQuality: settings.MINIO_JPEG_QUALITY,
    maxPixels: settings.MAX_FRAME_PIXELS,
    ackMs: settings.SNAPSHOT_ACK_MS,
    uploadsAtOnce: Math.max(1, Math.floor(settings.EXECUTOR_IO / shards)),
    queueBytes: Math.floor(settings.SNAPSHOT_QUEUE_BYTES / shards)
  }
}
