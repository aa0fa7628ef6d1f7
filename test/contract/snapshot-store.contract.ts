import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppError, ErrorCode } from '../../src/errors.ts'
import { formatKey, parseKey, pictureKey, safeStream } from '../../src/pipeline/snapshots/object-key.ts'
import type { SnapshotStore } from '../../src/pipeline/snapshots/snapshot-store.ts'

export interface StoreUnderTest {
  /** A new, empty store; nothing is prepared yet. */
  readonly store: SnapshotStore
  /** Puts something there that no snapshot store wrote. */
  plant(name: string, bytes: Uint8Array): Promise<void>
  /** Whether what was planted is still there. */
  isPlanted(name: string): Promise<boolean>
  /** Deletes the bucket or folder with all that is in it, behind the store's back. */
  destroy(): Promise<void>
}

const NOW_MS = 1_700_000_000_000
const JPEG = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 1, 2, 3, 0xff, 0xd9)
const HOSTILE_KEYS = [
  '',
  'gate-1',
  '../gate-1/1700000000000.jpg',
  'gate-1/../../1700000000000.jpg',
  '/etc/1700000000000.jpg',
  'gate-1/1700000000000.jpg/..',
  'gate-1/1700000000000.jpg\0.png',
  'gate-1\\1700000000000.jpg',
  '.writing/1700000000000.jpg',
  '.incidents/gate-1/../1700000000000_first-black.jpg',
  '.incidents/gate-1/1700000000000.jpg',
  'gate-1/1700000000000_first-black.jpg',
  'gate 1/1700000000000.jpg'
]

/** What every adapter of the port must do. */
export function snapshotStoreContract(name: string, make: () => Promise<StoreUnderTest>): void {
  describe(`${name} keeps the contract of a snapshot store`, () => {
    let test: StoreUnderTest
    let store: SnapshotStore

    beforeAll(async () => {
      test = await make()
      store = test.store
      await store.prepare()
    })
    afterAll(async () => {
      await test.destroy()
      await store.close()
    })

    it('can be prepared again, and by several at once', async () => {
      await expect(Promise.all([store.prepare(), store.prepare(), store.prepare()])).resolves.toBeDefined()
    })

    it('answers a ping', async () => {
      await expect(store.ping()).resolves.toBeUndefined()
    })

    it('gives back what was put, and its MD5 as the entity tag', async () => {
      const key = formatKey('gate-1', NOW_MS, false)
      expect(await store.put(key, JPEG)).toBe(createHash('md5').update(JPEG).digest('hex'))
      expect(Buffer.from(await store.get(key))).toEqual(Buffer.from(JPEG))
    })

    it('stores a view into a larger buffer, and nothing around it', async () => {
      const key = formatKey('gate-1', NOW_MS + 1, true)
      await store.put(key, new Uint8Array(new Uint8Array(1000).fill(7).buffer, 100, 10))
      expect(Buffer.from(await store.get(key))).toEqual(Buffer.alloc(10, 7))
    })

    it('stores several megabytes', async () => {
      const key = formatKey('gate-1', NOW_MS + 2, false)
      const bytes = Buffer.alloc(6 * 1024 * 1024, 3)
      await store.put(key, bytes)
      expect(bytes.equals(await store.get(key))).toBe(true)
    })

    it('replaces what lies under a key', async () => {
      const key = formatKey('gate-2', NOW_MS, false)
      const first = await store.put(key, JPEG)
      const second = await store.put(key, Uint8Array.of(1))
      expect(second).not.toBe(first)
      expect(await store.get(key)).toHaveLength(1)
    })

    it('says not-found for a key that is not there', async () => {
      expect(await codeOf(store.get(formatKey('gate-1', 1, false)))).toBe('snapshot/not-found')
      expect(await codeOf(store.get(formatKey('nobody', NOW_MS, false)))).toBe('snapshot/not-found')
    })

    it.each(HOSTILE_KEYS)('neither writes, reads nor deletes the key %j', async key => {
      expect(await codeOf(store.put(key, JPEG))).toBe('snapshot/write-failed')
      expect(await codeOf(store.get(key))).toBe('snapshot/not-found')
      expect(await codeOf(store.remove([key]))).toBe('snapshot/delete-failed')
    })

    it('removes keys, and is content with keys that are gone', async () => {
      const [gone, kept, missing] = [5, 6, 7].map(ms => formatKey('gate-3', NOW_MS + ms, false)) as [
        string,
        string,
        string
      ]
      await store.put(gone, JPEG)
      await store.put(kept, JPEG)
      await store.remove([gone, missing, formatKey('nobody', 1, false)])
      expect(await codeOf(store.get(gone))).toBe('snapshot/not-found')
      expect(await store.get(kept)).toHaveLength(JPEG.length)
      await store.remove([gone])
      await store.remove([])
    })

    it('lists the keys of one stream alone, in order', async () => {
      const keys = [3, 1, 2].map(ms => formatKey('a', NOW_MS + ms, ms === 2))
      await Promise.all(keys.map(key => store.put(key, JPEG)))
      await store.put(formatKey('a-b', NOW_MS, false), JPEG)
      await store.put(formatKey('ab', NOW_MS, false), JPEG)
      await store.put(formatKey('a/b', NOW_MS, false), JPEG)
      expect(await keysOf(store, 'a/')).toEqual([...keys].sort())
      expect(await keysOf(store, `${safeStream('a/b')}/`)).toHaveLength(1)
      expect(await keysOf(store, 'nobody/')).toEqual([])
    })

    it("keeps pictures of incidents apart from the stream's snapshots, and removes them", async () => {
      const key = pictureKey('pictured', NOW_MS, 'first', 'partly-occluded')
      await store.put(key, JPEG)
      expect(Buffer.from(await store.get(key))).toEqual(Buffer.from(JPEG))
      expect(await keysOf(store, 'pictured/')).toEqual([])
      // Who deletes by age looks at everything, and takes none of these for a snapshot.
      expect((await keysOf(store, '')).filter(listed => parseKey(listed)?.safeStream === 'pictured')).toEqual([])
      await store.remove([key])
      expect(await codeOf(store.get(key))).toBe('snapshot/not-found')
    })

    it('lists everything in order, and is not disturbed by what others have put there', async () => {
      const strange = ['0001', '1e5', 'notes.txt', 'a & b/<x>.jpg', 'a/sub/1700000000000.jpg', '监控/1.jpg']
      for (const planted of strange) await test.plant(planted, JPEG)
      const keys = (await keysOf(store, '')).filter(key => !strange.includes(key))
      expect(keys).toEqual([...keys].sort())
      expect(keys).toContain(formatKey('a-b', NOW_MS, false))
      expect(keys).toContain(formatKey('gate-1', NOW_MS, false))
      for (const planted of strange) expect(await test.isPlanted(planted)).toBe(true)
    })

    it('lists 3,000 keys by pages, each once, and removes them all', { timeout: 60_000 }, async () => {
      const keys = Array.from({ length: 3000 }, (_, i) => formatKey('many', NOW_MS + i, i % 2 === 0))
      for (let i = 0; i < keys.length; i += 50) {
        await Promise.all(keys.slice(i, i + 50).map(key => store.put(key, JPEG)))
      }
      const pages: (readonly string[])[] = []
      for await (const page of store.list('many/')) pages.push(page)
      expect(pages.every(page => page.length > 0 && page.length <= 1000)).toBe(true)
      expect(pages.flat()).toEqual(keys)
      await store.remove(keys)
      expect(await keysOf(store, 'many/')).toEqual([])
    })

    it('makes the bucket or folder again when it was deleted', async () => {
      await test.destroy()
      expect(await keysOf(store, '')).toEqual([])
      expect(await codeOf(store.get(formatKey('gate-1', NOW_MS, false)))).toBe('snapshot/not-found')
      const keys = [1, 2, 3, 4].map(ms => formatKey('again', NOW_MS + ms, false))
      await Promise.all(keys.map(key => store.put(key, JPEG)))
      expect(await keysOf(store, 'again/')).toEqual(keys)
    })
  })
}

/** The code that a call fails with, or a word that is no code when it does not fail. */
export async function codeOf(promise: Promise<unknown>): Promise<ErrorCode | 'no error'> {
  return promise.then(
    () => 'no error' as const,
    (thrown: AppError) => thrown.code
  )
}

export async function keysOf(store: SnapshotStore, prefix: string): Promise<string[]> {
  const keys: string[] = []
  for await (const page of store.list(prefix)) keys.push(...page)
  return keys
}
