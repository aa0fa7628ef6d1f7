import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError, errorText } from '../../errors.ts'
import { replaceFile } from '../../lib/replace-file.ts'
import { subscriptionFromText, subscriptionToText } from '../stored-subscription.ts'
import type { StoredSubscription, SubscriptionStore } from '../subscription-store.ts'

const FILE_NAME = 'subscription.json'

/** Keeps the subscription in `DATA_DIR/subscription.json`. */
export class FileSubscriptionStore implements SubscriptionStore {
  readonly name = 'file'
  readonly #folder: string
  readonly #path: string

  constructor(folder: string) {
    this.#folder = folder
    this.#path = join(folder, FILE_NAME)
  }

  async load(): Promise<StoredSubscription | null> {
    let text: string
    try {
      text = await readFile(this.#path, 'utf8')
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null
      throw new AppError('subscription/store-failed', `Cannot read ${this.#path}: ${errorText(cause)}`, { cause })
    }
    return subscriptionFromText(text, this.#path)
  }

  async save(subscription: StoredSubscription): Promise<void> {
    const draft = `${this.#path}.new`
    try {
      await mkdir(this.#folder, { recursive: true })
      await replaceFile(draft, this.#path, subscriptionToText(subscription))
    } catch (cause) {
      throw new AppError('subscription/store-failed', `Cannot write ${this.#path}: ${errorText(cause)}`, { cause })
    }
  }

  async close(): Promise<void> {}
}
