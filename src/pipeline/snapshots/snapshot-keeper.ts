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

/** A picture of an incident. */
export interface IncidentPictureOffer {
  readonly stream: string
  /** From `pictureKey`. */
  readonly key: string
  readonly jpeg: Uint8Array
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

  /**
   * Queues a picture that is kept with an incident, whatever the save mode samples.
   *
   * @param picture Its bytes belong to the keeper from now on.
   * @param stored Called once the picture lies in the store; never, when it was given up.
   * @returns False when the camera's pictures are not to be stored (a number of 0, or the mode `none`).
   */
  keepPicture(picture: IncidentPictureOffer, stored: () => void): boolean

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
  /** Why what waits does not get into the store, null while it does. */
  readonly trouble: string | null
  /** Pictures of incidents, which the figures above leave out. */
  readonly pictures: { readonly stored: number; readonly failed: number; readonly dropped: number }
}
