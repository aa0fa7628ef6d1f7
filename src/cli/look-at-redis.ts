import { chooseFrameSource } from '../choose-adapters.ts'
import type { RedisServerOrCluster } from '../clients/redis-address.ts'
import { decodeJpeg } from '../codec/decode.ts'
import type { Settings } from '../config/schema.ts'
import { errorText } from '../errors.ts'
import { type PictureCheck, RedisStreams, type SeenStreams } from '../migrate/adapters/redis-streams.ts'
import type { PlaceVerdict } from '../migrate/check-bucket.ts'
import type { FoundStream } from '../migrate/found-stream.ts'
import type { MigrationReport } from '../migrate/report-text.ts'
import { framePlaces, redisAddress, stateText } from '../redis-places.ts'

type Seen = Pick<MigrationReport, 'redis' | 'streams' | 'stopped'>

export const NOTHING_SEEN: Seen = { redis: [], streams: [], stopped: null }

/** As many as one subscription takes. */
const MOST_STREAMS = 20_000

/**
 * Looks at each place that frames lie in, and at the one of the state where that is another.
 *
 * @throws AppError `config/invalid` when REDIS_TLS_CA_FILE cannot be read.
 */
export async function lookAtRedis(settings: Settings, most = MOST_STREAMS): Promise<Seen> {
  if (chooseFrameSource(settings).kind !== 'redis') return NOTHING_SEEN
  const { places, placeOf } = framePlaces(settings)
  const redis: PlaceVerdict[] = []
  const streams: FoundStream[] = []
  const unseen: string[] = []
  for (const [index, place] of places.entries()) {
    const { text } = place
    const { verdict, seen } = await lookAt(place, text, pictureCheck(settings), most - streams.length)
    redis.push(verdict)
    for (const one of seen.streams) {
      const owner = placeOf(one.stream)
      streams.push({ ...one, place: text, soughtIn: owner === index ? null : (places[owner]?.text ?? null) })
    }
    if (!seen.isAll) unseen.push(text)
  }
  const state = stateText(settings)
  if (!places.some(({ text }) => text === state)) {
    const place = { kind: 'server', address: redisAddress(settings) } as const
    redis.push((await lookAt(place, state, null, 0)).verdict)
  }
  return {
    redis,
    streams: streams.sort((one, other) => (one.stream < other.stream ? -1 : 1)),
    stopped: why(unseen, most)
  }
}

/** @param checkPicture Null: the streams are not looked at. */
async function lookAt(
  place: RedisServerOrCluster,
  where: string,
  checkPicture: PictureCheck | null,
  most: number
): Promise<{ verdict: PlaceVerdict; seen: SeenStreams }> {
  const found = new RedisStreams(place)
  const nothing = { streams: [], isAll: true }
  try {
    const version = await found.check()
    const seen = checkPicture === null ? nothing : await found.find(checkPicture, most)
    return { verdict: { ok: true, where, detail: `It lets in, version ${version}` }, seen }
  } catch (cause) {
    return { verdict: { ok: false, where, detail: errorText(cause) }, seen: nothing }
  } finally {
    found.close()
  }
}

function why(unseen: readonly string[], most: number): string | null {
  if (unseen.length === 0) return null
  return `${most} streams were looked at, as many as one subscription takes; there are more in ${unseen.join(', ')}`
}

function pictureCheck({ MAX_FRAME_BYTES, MAX_FRAME_PIXELS }: Settings): PictureCheck {
  return async jpeg => {
    const result = await decodeJpeg(jpeg, { maxBytes: MAX_FRAME_BYTES, maxPixels: MAX_FRAME_PIXELS })
    if ('error' in result) return { ok: false, detail: result.error.message }
    const { sourceWidth, sourceHeight } = result.picture
    return { ok: true, detail: `${sourceWidth} x ${sourceHeight} pixels` }
  }
}
