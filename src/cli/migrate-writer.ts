import { chooseFrameSource, writeTerms } from '../choose-adapters.ts'
import { CameraCheckClient } from '../client/client.ts'
import type { Settings } from '../config/schema.ts'
import { DEFAULT_CAMERA_SETTINGS } from '../model/camera.ts'
import { redisAddress, stateText } from '../redis-places.ts'
import { FileSubscriptionStore } from '../subscription/adapters/file-subscription-store.ts'
import { RedisSubscriptionStore } from '../subscription/adapters/redis-subscription-store.ts'
import type { SubscriptionStore } from '../subscription/subscription-store.ts'

export interface Written {
  readonly ok: boolean
  readonly detail: string
}

/** Gives the subscription to a running service. @throws CameraCheckError */
export async function writeToService(
  streams: readonly string[],
  { url, token, replace }: { readonly url: string; readonly token: string | null; readonly replace: boolean }
): Promise<Written> {
  const client = new CameraCheckClient({ url, ...(token === null ? {} : { token }) })
  const { cameras } = await client.rest.getSystem()
  if (cameras > 0 && !replace) return refused(cameras, `The service at ${client.url}`)
  const { epoch, subscribed } = await client.rest.subscribe({ body: { streams } })
  return { ok: true, detail: `The service at ${client.url} watches ${subscribed.length} streams, epoch ${epoch}` }
}

/** Keeps the subscription where the service reads it at its start. @throws AppError `subscription/store-failed` */
export async function writeToStore(streams: readonly string[], settings: Settings, replace: boolean): Promise<Written> {
  const { store, where } = storeOf(settings)
  try {
    const known = await store.load()
    if (known !== null && known.cameras.length > 0 && !replace)
      return refused(known.cameras.length, `The store in ${where}`)
    const cameras = streams.map(stream => ({ stream, settings: DEFAULT_CAMERA_SETTINGS }))
    await store.save({ running: true, epoch: (known?.epoch ?? 0) + 1, cameras })
    return {
      ok: true,
      detail: `${streams.length} streams are kept in ${where}; the service takes them up at its start`
    }
  } finally {
    await store.close()
  }
}

function storeOf(settings: Settings): { store: SubscriptionStore; where: string } {
  if (chooseFrameSource(settings).kind === 'redis') {
    return {
      store: new RedisSubscriptionStore(redisAddress(settings), writeTerms(settings)),
      where: stateText(settings)
    }
  }
  return { store: new FileSubscriptionStore(settings.DATA_DIR), where: settings.DATA_DIR }
}

function refused(cameras: number, where: string): Written {
  return { ok: false, detail: `${where} has a subscription of ${cameras} cameras; --replace takes its place` }
}
