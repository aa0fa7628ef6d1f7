import type { StoredSubscription } from './subscription-store.ts'

/** How the members of a fleet, any of which may be asked to subscribe, come to one subscription. */
export interface SubscriptionAgreement {
  /**
   * Puts what `change` makes of the newest subscription in its place, and tells the other members. Its epoch is one more.
   *
   * @param change Called again when another member was faster; null: there is nothing to change.
   * @returns What is agreed on, or null when nothing was changed.
   * @throws AppError `subscription/store-failed`: nothing was changed.
   */
  agree(change: (newest: StoredSubscription) => StoredSubscription | null): Promise<StoredSubscription | null>
  /** Resolves once every member has carried it out, and every camera has its member; or once that took too long. Never rejects. */
  carriedOut(subscription: StoredSubscription): Promise<void>
}
