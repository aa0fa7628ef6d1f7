import { framePlaces } from '../redis-places.ts'
import type { Settings } from '../config/schema.ts'
import { RedisClusterSource } from '../pipeline/capture/adapters/redis-cluster-source.ts'
import { type RedisSourceSurroundings, RedisStreamSource } from '../pipeline/capture/adapters/redis-stream-source.ts'
import type { SourceRoute } from './shard.ts'

/** A source for each place that frames lie in, and which streams lie there. */
export function redisRoutes(settings: Settings, surroundings: RedisSourceSurroundings): SourceRoute[] {
  const { places, placeOf } = framePlaces(settings)
  return places.map((place, i) => ({
    source:
      place.kind === 'cluster'
        ? new RedisClusterSource({ ...surroundings, address: place.address })
        : new RedisStreamSource({ ...surroundings, address: place.address }),
    owns: stream => placeOf(stream) === i
  }))
}
