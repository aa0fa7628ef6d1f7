import { errorText } from '../errors.ts'

/** What is asked of the store; nothing is written. */
export interface BucketLook {
  exists(): Promise<boolean>
  list(prefix: string): AsyncIterable<readonly string[]>
  /** How strangers get in. */
  openings(): Promise<readonly string[]>
}

export interface PlaceVerdict {
  readonly ok: boolean
  readonly where: string
  /** One sentence. */
  readonly detail: string
}

/** Whether the bucket of the snapshots can be used, as far as reading tells. @param where How it is called. */
export async function checkBucket(store: BucketLook, where: string): Promise<PlaceVerdict> {
  try {
    if (!(await store.exists())) {
      return {
        ok: true,
        where,
        detail: 'The keys are right; the bucket is not there and is made with the first snapshot'
      }
    }
    const count = await firstPage(store)
    const openings = await store.openings()
    const open = openings.length === 0 ? '' : `; it is public, which this service does not undo: ${openings.join(', ')}`
    return { ok: true, where, detail: `The bucket is there, with ${count}${open}` }
  } catch (cause) {
    return { ok: false, where, detail: errorText(cause) }
  }
}

async function firstPage(store: BucketLook): Promise<string> {
  for await (const keys of store.list('')) {
    return keys.length < 1000 ? `${keys.length} objects` : `${keys.length} objects or more`
  }
  return 'no objects'
}
