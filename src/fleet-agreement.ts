import type { FleetReader } from './fleet/fleet-reader.ts'
import { errorText } from './errors.ts'
import type { Log } from './lib/log.ts'
import type { RedisSharedSubscription } from './subscription/adapters/redis-shared-subscription.ts'
import type { SubscriptionAgreement } from './subscription/subscription-agreement.ts'
import type { StoredSubscription } from './subscription/subscription-store.ts'

/** So long a call waits for the members that have not carried out a subscription yet, ms. */
const CARRY_OUT_MS = 5000
const ASK_EVERY_MS = 100

const NOTHING: StoredSubscription = { running: false, epoch: 0, cameras: [] }

export interface FleetAgreementOptions {
  readonly store: Pick<RedisSharedSubscription, 'replace'>
  readonly fleet: Pick<FleetReader, 'members' | 'ownerOf' | 'refresh' | 'announce'>
  readonly log: Log
}

/** The members of a fleet agree by what the state Redis holds, and tell what they have carried out with their vitals. */
export class FleetAgreement implements SubscriptionAgreement {
  readonly #options: FleetAgreementOptions

  constructor(options: FleetAgreementOptions) {
    this.#options = options
  }

  agree(change: (newest: StoredSubscription) => StoredSubscription | null): Promise<StoredSubscription | null> {
    return this.#options.store.replace(newest => {
      const before = newest ?? NOTHING
      const next = change(before)
      return next === null ? null : { ...next, epoch: before.epoch + 1 }
    })
  }

  async carriedOut({ epoch, cameras }: StoredSubscription): Promise<void> {
    const { fleet, log } = this.#options
    const late = () => fleet.members().filter(member => member.epoch < epoch)
    const unowned = () => cameras.filter(({ stream }) => fleet.ownerOf(stream) === null).length
    const giveUpAtMs = performance.now() + CARRY_OUT_MS
    try {
      await fleet.announce()
      while (late().length + unowned() > 0 && performance.now() < giveUpAtMs) {
        await new Promise(resolve => setTimeout(resolve, ASK_EVERY_MS))
        await fleet.refresh()
      }
    } catch (cause) {
      log.warn({ error: errorText(cause), epoch }, 'Cannot ask whether all members have carried out the subscription')
      return
    }
    const ids = late().map(({ id }) => id)
    if (ids.length + unowned() === 0) return
    const fields = { epoch, late: ids, camerasWithoutMember: unowned() }
    log.warn(fields, 'Not every member has carried out the subscription yet')
  }
}
