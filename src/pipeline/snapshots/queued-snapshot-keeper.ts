import { errorText } from '../../errors.ts'
import { backoffMs } from '../../lib/backoff.ts'
import type { Log } from '../../lib/log.ts'
import type { Camera } from '../../model/camera.ts'
import type { ObjectReference, SaveReason } from '../../model/result-message.ts'
import { AckBreaker } from './ack-breaker.ts'
import { annotate } from './annotate.ts'
import { captionOf } from './caption.ts'
import { formatKey } from './object-key.ts'
import { ownBytes } from './own-bytes.ts'
import { Retention } from './retention.ts'
import { decideSave, type SampleDue, type SaveMode } from './save-policy.ts'
import type { IncidentPictureOffer, SnapshotKeeper, SnapshotOffer, SnapshotStats } from './snapshot-keeper.ts'
import type { SnapshotStore } from './snapshot-store.ts'
import { UploadQueue } from './upload-queue.ts'

/** Of the bytes that snapshots may take while they wait, pictures of incidents may take one part in so many beside them. */
const PICTURES_SHARE = 4
const PREPARE_BACKOFF = { firstMs: 1000, mostMs: 30_000 }

export interface KeeperSettings {
  /** MINIO_SAVE_MODE */
  readonly mode: SaveMode
  /** MINIO_SAMPLE_FPS, frames a second and stream. */
  readonly sampleFps: number
  /** MINIO_MAX_FRAMES_PER_STREAM, for cameras that have no number of their own. */
  readonly keptPerStream: number
  /** MINIO_TRIM_INTERVAL, uploads. */
  readonly trimInterval: number
  /** MINIO_USE_INTRUSSION_SUFFIX */
  readonly suffix: boolean
  /** MINIO_JPEG_QUALITY, 1..100. */
  readonly jpegQuality: number
  /** MAX_FRAME_PIXELS: a larger picture is stored without annotation. */
  readonly maxPixels: number
  /** SNAPSHOT_ACK_MS, 0 never lets a result wait. */
  readonly ackMs: number
  /** This shard's share of EXECUTOR_IO, >= 1. */
  readonly uploadsAtOnce: number
  /** This shard's share of SNAPSHOT_QUEUE_BYTES. */
  readonly queueBytes: number
}

export interface KeeperOptions {
  /** Belongs to the keeper, which closes it. */
  readonly store: SnapshotStore
  readonly settings: KeeperSettings
  /** Epoch ms. */
  readonly clock: () => number
  readonly log: Log
  /** 0..1; Math.random when left out. */
  readonly random?: () => number
}

/** A subscribed camera, and what mode `sample` remembers of it. */
interface KeptCamera {
  readonly annotate: boolean
  readonly kept: number
  due: SampleDue
}

/** Keeps the snapshots of one shard's cameras: decides, queues, uploads, and trims what is too much. */
export class QueuedSnapshotKeeper implements SnapshotKeeper {
  readonly #options: KeeperOptions
  readonly #queue: UploadQueue
  /** Pictures of incidents go beside the snapshots: neither waits for the other, and each is counted by itself. */
  readonly #pictures: UploadQueue
  readonly #retention: Retention
  readonly #breaker: AckBreaker
  #cameras = new Map<string, KeptCamera>()
  #prepareTimer: NodeJS.Timeout | null = null
  #closed = false

  constructor(options: KeeperOptions) {
    const { store, settings, log, clock } = options
    const random = options.random ?? Math.random
    this.#options = options
    this.#breaker = new AckBreaker(settings.ackMs)
    this.#retention = new Retention({ store, trimInterval: settings.trimInterval, log, clock, random })
    const { queueBytes, uploadsAtOnce } = settings
    this.#queue = new UploadQueue({ store, maxBytes: queueBytes, concurrency: uploadsAtOnce, log, clock, random })
    const maxBytes = Math.floor(queueBytes / PICTURES_SHARE)
    this.#pictures = new UploadQueue({ store, maxBytes, concurrency: 1, log, clock, random })
  }

  /** Makes the bucket or folder in the background, again and again while the store is down. Waits for nothing. */
  start(): void {
    this.#retention.start()
    void this.#prepare(1)
  }

  configure(cameras: readonly Camera[]): void {
    const before = this.#cameras
    const { keptPerStream } = this.#options.settings
    this.#cameras = new Map(
      cameras.map(({ stream, settings }) => [
        stream,
        {
          annotate: settings.annotateImages,
          kept: settings.snapshotsKept ?? keptPerStream,
          due: before.get(stream)?.due ?? null
        }
      ])
    )
    this.#retention.configure(new Map([...this.#cameras].map(([stream, { kept }]) => [stream, kept])))
  }

  offer(offer: SnapshotOffer): Promise<ObjectReference | null> | null {
    const camera = this.#cameras.get(offer.stream)
    // A frame without bytes is an Error of its stream, but nothing to keep.
    if (!camera || camera.kept === 0 || offer.jpeg.length === 0) return null
    const decision = decideSave(this.#options.settings, camera.due, offer.receivedAtMs, offer.abnormal)
    camera.due = decision.due
    if (decision.reason === null) return null
    return this.#acknowledge(this.#store(offer, camera, decision.reason))
  }

  keepPicture({ stream, key, jpeg }: IncidentPictureOffer, stored: () => void): boolean {
    const camera = this.#cameras.get(stream)
    if (!camera || camera.kept === 0 || this.#options.settings.mode === 'none') return false
    const settle = (etag: string | null) => {
      if (etag !== null) stored()
    }
    this.#pictures.push({ stream, key, jpeg, render: null, settle })
    return true
  }

  async close(deadlineMs: number): Promise<void> {
    const endMs = performance.now() + deadlineMs
    this.#closed = true
    if (this.#prepareTimer) clearTimeout(this.#prepareTimer)
    await Promise.all([this.#queue.close(deadlineMs), this.#pictures.close(deadlineMs)])
    await this.#retention.close(Math.max(0, endMs - performance.now()))
    await this.#options.store.close()
  }

  stats(): SnapshotStats {
    const { stored, failed, dropped } = this.#pictures.stats()
    const trouble = this.#queue.trouble ?? this.#pictures.trouble
    return { ...this.#queue.stats(), trouble, deleted: this.#retention.deleted, pictures: { stored, failed, dropped } }
  }

  /** Queues the snapshot. @returns The reference once it is stored, null when it was given up; never rejects. */
  #store(offer: SnapshotOffer, camera: KeptCamera, reason: SaveReason): Promise<ObjectReference | null> {
    const { suffix, jpegQuality, maxPixels } = this.#options.settings
    const { stream } = offer
    const epochMs = this.#retention.claim(stream, offer.receivedAtMs) ?? offer.receivedAtMs
    const key = formatKey(stream, epochMs, suffix)
    const caption = camera.annotate ? captionOf(stream, offer.receivedAtMs, offer.abnormal, offer.result) : null
    const offeredAt = performance.now()
    return new Promise(resolve => {
      this.#queue.push({
        stream,
        key,
        jpeg: ownBytes(offer.jpeg),
        render: caption && (jpeg => annotate(jpeg, caption, { quality: jpegQuality, maxPixels })),
        settle: (etag, mayBeStored) => {
          // Counted as kept when in doubt: deleting what is not there does no harm, forgetting what is there does.
          if (etag !== null || mayBeStored) this.#retention.stored(stream, epochMs, suffix)
          else this.#retention.release(stream, epochMs)
          if (etag === null) {
            this.#breaker.failed()
            resolve(null)
            return
          }
          this.#breaker.stored(performance.now() - offeredAt)
          resolve({ type: 'frame', key, minio_object_key: key, etag, reason })
        }
      })
    })
  }

  /** Waits for the store, but not long, and not at all while it is known to be slow or down. */
  #acknowledge(stored: Promise<ObjectReference | null>): Promise<ObjectReference | null> {
    if (this.#breaker.open || this.#queue.down) return Promise.resolve(null)
    return new Promise(resolve => {
      const timer = setTimeout(() => {
        this.#breaker.failed()
        resolve(null)
      }, this.#options.settings.ackMs)
      void stored.then(reference => {
        clearTimeout(timer)
        resolve(reference)
      })
    })
  }

  async #prepare(attempt: number): Promise<void> {
    const { store, log, random } = this.#options
    try {
      await store.prepare()
    } catch (thrown) {
      if (this.#closed) return
      const waitMs = backoffMs(attempt, PREPARE_BACKOFF, (random ?? Math.random)())
      const fields = { error: errorText(thrown), retryInMs: Math.round(waitMs) }
      log.warn(fields, 'The snapshot store is not ready, snapshots wait')
      this.#prepareTimer = setTimeout(() => void this.#prepare(attempt + 1), waitMs)
      this.#prepareTimer.unref()
    }
  }
}
