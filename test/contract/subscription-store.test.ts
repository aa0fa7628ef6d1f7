import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RedisAddress } from '../../src/clients/redis-address.ts'
import { DEFAULT_CAMERA_SETTINGS } from '../../src/model/camera.ts'
import { FileSubscriptionStore } from '../../src/subscription/adapters/file-subscription-store.ts'
import { RedisSubscriptionStore } from '../../src/subscription/adapters/redis-subscription-store.ts'
import type { StoredSubscription, SubscriptionStore } from '../../src/subscription/subscription-store.ts'
import { describeWithRedis } from '../servers/need.ts'
import { DATABASE } from '../servers/redis-databases.ts'

const KEY = 'camera-check:subscription'
const SUBSCRIPTION: StoredSubscription = {
  running: true,
  epoch: 41,
  cameras: ['gate-1', '门口 "1"/x', 'x'.repeat(1000)].map(stream => ({
    stream,
    settings: {
      ...DEFAULT_CAMERA_SETTINGS,
      snapshotsKept: 5,
      cooldownMs: 1500,
      oldRules: { edge: true },
      faults: { black: { sensitivity: 'off' }, moved: { sensitivity: 'low', limits: { minDeadRatio: 0.7 } } }
    }
  }))
}

interface Fixture {
  readonly open: () => SubscriptionStore
  /** Puts a text where the store keeps its own. */
  readonly spoil: (text: string) => Promise<unknown>
  readonly clear: () => Promise<unknown>
}

/** What every subscription store must do. */
function holdsToContract(fixture: () => Fixture): void {
  let store: SubscriptionStore

  beforeEach(() => {
    store = fixture().open()
  })
  afterEach(async () => {
    await store.close()
    await fixture().clear()
  })

  it('has nothing before the first save', async () => {
    expect(await store.load()).toBeNull()
  })

  it('gives back what was saved last, also to another process', async () => {
    await store.save({ ...SUBSCRIPTION, epoch: 40, cameras: [] })
    await store.save(SUBSCRIPTION)
    const other = fixture().open()
    expect(await other.load()).toEqual(SUBSCRIPTION)
    await other.close()
  })

  it.each([
    ['no JSON', '{"version":1,', /not JSON/],
    ['another version', '{"version":2,"running":true,"epoch":1,"cameras":[]}', /another form/],
    ['a wrong field', '{"version":1,"running":"yes","epoch":1,"cameras":[]}', /another form/],
    ['an empty text', '', /not JSON/]
  ])('refuses %s and says where it stands', async (_, text, message) => {
    await fixture().spoil(text)
    await expect(store.load()).rejects.toMatchObject({
      code: 'subscription/store-failed',
      message: expect.stringMatching(message)
    })
  })
}

describe('subscription in a file', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'camera-check-subscription-'))
  })
  holdsToContract(() => ({
    open: () => new FileSubscriptionStore(folder),
    spoil: text => writeFile(join(folder, 'subscription.json'), text),
    clear: () => rm(folder, { recursive: true, force: true })
  }))

  it('makes its folder, and leaves no draft behind', async () => {
    const deep = join(folder, 'a', 'b')
    const store = new FileSubscriptionStore(deep)
    await store.save(SUBSCRIPTION)
    expect(await readdir(deep)).toEqual(['subscription.json'])
  })

  it('names the file that it cannot write', async () => {
    await writeFile(join(folder, 'file'), '')
    const store = new FileSubscriptionStore(join(folder, 'file'))
    await expect(store.save(SUBSCRIPTION)).rejects.toMatchObject({
      code: 'subscription/store-failed',
      message: expect.stringContaining('file/subscription.json')
    })
  })
})

describeWithRedis('subscription in Redis', redisUrl => {
  const { hostname, port } = new URL(redisUrl)
  // A database of its own: other suites use the same server.
  const address: RedisAddress = {
    host: hostname,
    port: Number(port),
    username: null,
    password: null,
    db: DATABASE.subscriptionStore,
    tls: false
  }
  const redis = new Redis({ host: hostname, port: Number(port), db: DATABASE.subscriptionStore, lazyConnect: true })
  holdsToContract(() => ({
    open: () => new RedisSubscriptionStore(address),
    spoil: text => redis.set(KEY, text),
    clear: () => redis.del(KEY)
  }))

  it('says that Redis cannot be reached', async () => {
    const store = new RedisSubscriptionStore({ ...address, port: 1 })
    await expect(store.load()).rejects.toMatchObject({ code: 'subscription/store-failed' })
    await store.close()
  })
})
