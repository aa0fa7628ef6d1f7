import type { Camera } from '../../model/camera.ts'
import type { ResultMessage, ObjectReference } from '../../model/result-message.ts'

/** A frame that was analysed and may be worth keeping. */
export interface SnapshotOffer {
  readonly stream: string
  readonly jpeg: Uint8Array
  /** When the service received the frame, epoch ms: the name of the object. */
  readonly receivedAtMs: number
  readonly abnormal: boolean
  /** What an annotated snapshot has drawn on it. */
  readonly result: ResultMessage['data']['result']
}

/** What the camera session needs of the snapshot stage. */
export interface SnapshotKeeper {
  /** Replaces the cameras whose snapshots are kept; a lowered number trims at once. */
  configure(cameras: readonly Camera[]): void

  /**
   * Decides whether the frame is stored, and queues it.
   *
   * @returns null when it is not to be stored: then its bytes are the caller's again, who may write over them. Else a promise that never rejects: the reference once the frame lies in
   *   the store, or null when that took longer than SNAPSHOT_ACK_MS, failed, or the store is known to be slow or down.
   */
  offer(offer: SnapshotOffer): Promise<ObjectReference | null> | null

  /** Waits until what is queued is stored, at most `deadlineMs`, then drops the rest and counts it. */
  close(deadlineMs: number): Promise<void>

  stats(): SnapshotStats
}

export interface SnapshotStats {
  readonly stored: number
  readonly failed: number
  /** Dropped because the queue was full or the service closed. */
  readonly dropped: number
  readonly deleted: number
  readonly queuedBytes: number
  readonly queued: number
  readonly inFlight: number
}
