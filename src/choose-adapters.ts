import { join } from 'node:path'
import type { WriteTerms } from './clients/confirmed-write.ts'
import { hasRedis } from './config/redis-checks.ts'
import type { Settings } from './config/schema.ts'
import { RedisCursorStore } from './pipeline/capture/adapters/redis-cursor-store.ts'
import type { Log } from './lib/log.ts'
import { PlacedFrameWriter } from './pipeline/capture/adapters/placed-frame-writer.ts'
import { RedisFrameWriter } from './pipeline/capture/adapters/redis-frame-writer.ts'
import type { CursorStore } from './pipeline/capture/cursor-store.ts'
import type { FrameWriter } from './pipeline/capture/frame-writer.ts'
import { FolderSceneMemoryStore } from './pipeline/detect/adapters/folder-scene-memory-store.ts'
import { RedisSceneMemoryStore } from './pipeline/detect/adapters/redis-scene-memory-store.ts'
import type { SceneMemoryStore } from './pipeline/detect/memory/scene-memory-store.ts'
import type { FencedIncidents } from './pipeline/incidents/fenced-incidents.ts'
import type { IncidentStore } from './pipeline/incidents/incident-store.ts'
import { FolderStore } from './pipeline/snapshots/adapters/folder-store.ts'
import type { SnapshotStore } from './pipeline/snapshots/snapshot-store.ts'
import { s3Options } from './s3-options.ts'
import { framePlaces, frameTexts, redisAddress, stateText } from './redis-places.ts'

const DAY_MS = 86_400_000
const LEASES_KEPT = 6

/** What was taken, and why: one line of the log at the start. */
export interface Choice<Kind extends string> {
  readonly kind: Kind
  readonly why: string
}

/** Where frames come from. */
export function chooseFrameSource(settings: Settings): Choice<'redis' | 'embedded'> {
  const { FRAME_SOURCE } = settings
  if (FRAME_SOURCE === 'embedded')
    return { kind: 'embedded', why: 'Frames come over HTTP alone: FRAME_SOURCE=embedded' }
  if (!hasRedis(settings)) return { kind: 'embedded', why: 'Frames come over HTTP alone: REDIS_HOST is not set' }
  const set = (['REDIS_URLS', 'REDIS_HOST', 'REDIS_SENTINELS'] as const).find(name => settings[name] !== undefined)
  const reason = FRAME_SOURCE === 'redis' ? 'FRAME_SOURCE=redis' : `${set} is set`
  const where = frameTexts(settings)
  return { kind: 'redis', why: `Frames come from Redis at ${where.join(', ')}: ${reason}` }
}

/** Where incidents and settings of cameras are kept. */
export function chooseIncidentStore(settings: Settings): Choice<'redis' | 'embedded'> {
  const { INCIDENT_STORE, DATA_DIR } = settings
  const embedded = `Incidents are kept in ${join(DATA_DIR, 'incidents.db')}`
  const redis = `Incidents are kept in Redis at ${stateText(settings)}`
  if (INCIDENT_STORE === 'embedded') return { kind: 'embedded', why: `${embedded}: INCIDENT_STORE=embedded` }
  if (INCIDENT_STORE === 'redis') return { kind: 'redis', why: `${redis}: INCIDENT_STORE=redis` }
  if (chooseFrameSource(settings).kind === 'redis') return { kind: 'redis', why: `${redis}: state is kept there` }
  return { kind: 'embedded', why: `${embedded}: frames do not come from Redis` }
}

export async function openIncidentStore(settings: Settings, log: Log): Promise<IncidentStore> {
  if (chooseIncidentStore(settings).kind === 'redis') {
    const { RedisIncidentStore } = await import('./pipeline/incidents/adapters/redis-incident-store.ts')
    return new RedisIncidentStore(redisAddress(settings), null, { terms: writeTerms(settings) })
  }
  // A native library, which a service on Redis does not need to load.
  const { LibsqlIncidentStore } = await import('./pipeline/incidents/adapters/libsql-incident-store.ts')
  return new LibsqlIncidentStore(settings.DATA_DIR, log)
}

/**
 * @param member Name under which this member counts hours.
 * @param origin What this run signs its messages with.
 */
export async function openFleetIncidents(
  settings: Settings,
  member: string,
  origin: string
): Promise<IncidentStore & FencedIncidents> {
  const { RedisIncidentStore } = await import('./pipeline/incidents/adapters/redis-incident-store.ts')
  return new RedisIncidentStore(redisAddress(settings), member, { origin, terms: writeTerms(settings) })
}

/** When what people set counts as kept in Redis. */
export function writeTerms({ REDIS_WAIT_REPLICAS, REDIS_WAIT_MS }: Settings): WriteTerms {
  return { replicas: REDIS_WAIT_REPLICAS, waitMs: REDIS_WAIT_MS }
}

export function timeZone(settings: Settings): string {
  return settings.TIME_ZONE ?? Intl.DateTimeFormat().resolvedOptions().timeZone
}

/** Where snapshots are kept. */
export function chooseSnapshotStore(settings: Settings): Choice<'s3' | 'folder'> {
  const { SNAPSHOT_STORE, MINIO_ENDPOINT, MINIO_BUCKET } = settings
  const folder = `Snapshots are kept in the folder ${snapshotFolder(settings)}`
  if (SNAPSHOT_STORE === 'folder') return { kind: 'folder', why: `${folder}: SNAPSHOT_STORE=folder` }
  if (MINIO_ENDPOINT === undefined) return { kind: 'folder', why: `${folder}: MINIO_ENDPOINT is not set` }
  const reason = SNAPSHOT_STORE === 's3' ? 'SNAPSHOT_STORE=s3' : 'MINIO_ENDPOINT is set'
  return { kind: 's3', why: `Snapshots are kept in bucket ${MINIO_BUCKET} at ${MINIO_ENDPOINT}: ${reason}` }
}

/** @throws AppError `config/invalid` when the endpoint or a key is of no use. */
export async function openSnapshotStore(settings: Settings): Promise<SnapshotStore> {
  if (chooseSnapshotStore(settings).kind === 'folder')
    return new FolderStore(snapshotFolder(settings), undefined, settings.SNAPSHOT_FSYNC)
  // Its client takes 0.2 s of CPU to load, in every thread, and a subscription waits for the threads.
  const { S3Store } = await import('./pipeline/snapshots/adapters/s3-store.ts')
  return new S3Store(s3Options(settings))
}

/** Where what is known of the scenes is kept: with the subscription. @param name Of a connection, for the server's list. */
export function openSceneMemoryStore(settings: Settings, name: string): SceneMemoryStore {
  if (chooseFrameSource(settings).kind === 'embedded')
    return new FolderSceneMemoryStore(sceneFolder(settings), Date.now)
  return new RedisSceneMemoryStore(redisAddress(settings), name, sceneKeepMs(settings))
}

/** Where it is kept how far cameras were judged; null when nobody could go on from there. */
export function openCursorStore(settings: Settings, name: string): CursorStore | null {
  if (chooseFrameSource(settings).kind === 'embedded') return null
  const resumeMs = settings.RESUME_MAX_AGE_S * 1000
  if (!settings.FLEET && resumeMs === 0) return null
  // A member that takes over has to find where the one before was, however long its lease was.
  const keepMs = settings.FLEET ? Math.max(resumeMs, LEASES_KEPT * settings.LEASE_TTL_MS) : resumeMs
  return new RedisCursorStore(redisAddress(settings), name, keepMs)
}

export function sceneFolder(settings: Settings): string {
  return join(settings.DATA_DIR, 'scenes')
}

/** How long a scene is kept, ms. */
export function sceneKeepMs(settings: Settings): number {
  return settings.SCENE_MEMORY_DAYS * DAY_MS
}

/** Where frames that were posted over HTTP go, so that any shard reads them; null when they go straight to the shards. */
export function openFrameWriter(settings: Settings): FrameWriter | null {
  if (chooseFrameSource(settings).kind === 'embedded') return null
  const { places, placeOf } = framePlaces(settings)
  const writers = places.map(place => new RedisFrameWriter(place, settings.REDIS_STREAM_MAXLEN))
  return new PlacedFrameWriter(writers, placeOf)
}

function snapshotFolder(settings: Settings): string {
  return join(settings.DATA_DIR, 'snapshots')
}
