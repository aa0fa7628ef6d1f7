import type { Camera } from '../model/camera.ts'

/** What must survive a restart: whether the service runs, and for which cameras. */
export interface StoredSubscription {
  readonly running: boolean
  readonly epoch: number
  readonly cameras: readonly Camera[]
}

/** Where the subscription is kept over restarts. */
export interface SubscriptionStore {
  /** Short name for logs: `redis`, `file`. */
  readonly name: string
  /**
   * @returns null when nothing was stored yet.
   * @throws AppError `subscription/store-failed` when it cannot be read, or what was read is no subscription.
   */
  load(): Promise<StoredSubscription | null>
  /** Resolves once it is kept. @throws AppError `subscription/store-failed` */
  save(subscription: StoredSubscription): Promise<void>
  close(): Promise<void>
}
