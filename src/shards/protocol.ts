import type { Settings } from '../config/schema.ts'
import type { Camera } from '../model/camera.ts'
import type { SourceStatus } from '../pipeline/capture/frame-source.ts'
import type { TimingTotals } from '../observe/stage-timings.ts'
import type { SceneMemoryStats } from '../pipeline/detect/memory/scene-memory-keeper.ts'
import type { SnapshotStats } from '../pipeline/snapshots/snapshot-keeper.ts'
import type { StreamPerformance } from '../subscription/service-control.ts'

/** What passes between the main thread and a shard's thread. Nothing per frame, but for frames posted over HTTP. */
export type ToShard =
  | {
      readonly type: 'watch'
      readonly request: number
      readonly epoch: number
      readonly cameras: readonly WatchedCamera[]
    }
  | {
      readonly type: 'frame'
      readonly stream: string
      readonly jpeg: Uint8Array
      readonly meta: Uint8Array | null
      readonly receivedAtMs: number
    }
  | { readonly type: 'performance'; readonly request: number; readonly stream: string | null }
  | { readonly type: 'reset-performance'; readonly request: number }
  | { readonly type: 'close'; readonly request: number; readonly deadlineMs: number }

export interface WatchedCamera {
  readonly camera: Camera
  /** Go on behind this frame; null: only with frames that are added from now on. */
  readonly cursor: string | null
}

export type FromShard =
  | { readonly type: 'ready' }
  | { readonly type: 'results'; readonly results: readonly ShardResult[] }
  | { readonly type: 'status'; readonly status: ShardStatus }
  | { readonly type: 'watching'; readonly request: number; readonly positions: readonly (readonly [string, string])[] }
  | { readonly type: 'performance'; readonly request: number; readonly streams: readonly StreamPerformance[] }
  | { readonly type: 'done'; readonly request: number }

export interface ShardResult {
  readonly stream: string
  readonly abnormal: boolean
  /** `state` of the result, for the metrics. */
  readonly state: string
  /** The whole WebSocket message, JSON text. */
  readonly text: string
  /** Position of the frame in its source, null for results that no frame made (`No Frames`). */
  readonly cursor: string | null
}

/** What a shard tells of itself once a second. Counters only grow while its thread lives. */
export interface ShardStatus {
  readonly sources: readonly { readonly name: string; readonly status: SourceStatus }[]
  readonly queuedFrames: number
  readonly queuedBytes: number
  readonly counters: ShardCounters
  /** Frames that were decoded, by decoder. */
  readonly decodes: Readonly<Record<string, number>>
  /** Frames that gave no picture, by error code. */
  readonly decodeErrors: Readonly<Record<string, number>>
  readonly scenes: SceneMemoryStats
  readonly snapshots: SnapshotStats
  readonly stages: TimingTotals
  /** Delay of the shard's event loop over the last second, ms. */
  readonly loopDelayMs: { readonly p50: number; readonly p99: number; readonly max: number }
}

export interface ShardCounters {
  readonly received: number
  readonly analysed: number
  readonly identical: number
  readonly skipped: number
  readonly droppedOverload: number
  readonly droppedTrimmed: number
  readonly droppedCooldown: number
}

/** What a shard's thread is started with. */
export interface ShardThreadData {
  readonly settings: Settings
  readonly shard: number
  readonly shards: number
}
