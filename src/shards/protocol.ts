import type { Settings } from '../config/schema.ts'
import type { CameraNumbers } from '../model/camera-figures.ts'
import type { CameraProfile } from '../model/camera-profile.ts'
import type { CameraReport } from '../model/camera-state.ts'
import type { Camera } from '../model/camera.ts'
import type { EvidenceRun } from '../model/evidence.ts'
import type { TraceContext } from '../lib/trace-context.ts'
import type { Fence } from '../model/fence.ts'
import type { SpanBatch } from '../observe/spans/span-outbox.ts'
import type { SentTrace } from '../pipeline/frame-trace.ts'
import type { TakenPicture } from '../pipeline/camera-teller.ts'
import type { KeptFrame } from '../pipeline/frame-shelf.ts'
import type { CursorStats } from '../pipeline/capture/cursor-keeper.ts'
import type { SourceStatus } from '../pipeline/capture/frame-source.ts'
import type { TimingTotals } from '../observe/stage-timings.ts'
import type { SceneMemoryStats } from '../pipeline/detect/memory/scene-memory-keeper.ts'
import type { SnapshotStats } from '../pipeline/snapshots/snapshot-keeper.ts'
import type { StreamPerformance } from '../subscription/service-control.ts'
import type { Suspects } from './suspect-frames.ts'
import type { Unjudged } from './unjudged-cameras.ts'

/** What passes between the main thread and a shard's thread. Nothing per frame, but for frames posted over HTTP. */
export type ToShard =
  | {
      readonly type: 'watch'
      readonly request: number
      readonly epoch: number
      readonly cameras: readonly AssignedCamera[]
    }
  /** Another member of the fleet goes on with these: finishes, keeps what is known of them, and forgets them. */
  | {
      readonly type: 'let-go'
      readonly request: number
      readonly streams: readonly string[]
      readonly deadlineMs: number
    }
  /** Another member of the fleet owns these by now: forgets them, and keeps nothing. */
  | { readonly type: 'drop'; readonly request: number; readonly streams: readonly string[] }
  | {
      readonly type: 'frame'
      readonly stream: string
      readonly jpeg: Uint8Array
      readonly meta: Uint8Array | null
      readonly receivedAtMs: number
      /** Of the request that it came with; null when that is not traced. */
      readonly trace: TraceContext | null
    }
  /** A picture for the synthetic camera. */
  | { readonly type: 'show-hidden'; readonly jpeg: Uint8Array; readonly isAnew: boolean; readonly receivedAtMs: number }
  /** What people have set for a camera, null when nothing. */
  | { readonly type: 'profile'; readonly stream: string; readonly profile: CameraProfile | null }
  /** Most frames of any camera that are analysed a second; null: as set. */
  | { readonly type: 'limit'; readonly limitFps: number | null }
  | { readonly type: 'accept-view'; readonly request: number; readonly stream: string }
  /** Asks for a recent frame of a camera. */
  | { readonly type: 'recent-frame'; readonly request: number; readonly stream: string }
  /** Begins or ends the handing on of every frame of a camera. */
  | { readonly type: 'video'; readonly stream: string; readonly isOn: boolean }
  | { readonly type: 'performance'; readonly request: number; readonly stream: string | null }
  | { readonly type: 'reset-performance'; readonly request: number }
  | { readonly type: 'close'; readonly request: number; readonly deadlineMs: number }

export interface WatchedCamera {
  readonly camera: Camera
  /** Go on behind this frame; null: only with frames that are added from now on. */
  readonly cursor: string | null
  /** What people have set for it, null when nothing. */
  readonly profile: CameraProfile | null
}

/** A camera as it is given to a shard's thread. */
export interface AssignedCamera extends WatchedCamera {
  /** Of the fleet; how far it was judged is kept by slot. */
  readonly slot: number
  /** Right to write; null without a fleet. */
  readonly fence: Fence | null
}

/** What a shard tells of its cameras, beside their results. */
export interface ShardNews {
  readonly reports: readonly CameraReport[]
  readonly pictures: readonly TakenPicture[]
}

export type FromShard =
  | { readonly type: 'ready' }
  | { readonly type: 'results'; readonly results: readonly ShardResult[] }
  | { readonly type: 'status'; readonly status: ShardStatus }
  | { readonly type: 'news'; readonly news: ShardNews }
  /** `figures` every other second, `points` every ten. */
  | { readonly type: 'figures'; readonly numbers: CameraNumbers }
  | { readonly type: 'points'; readonly numbers: CameraNumbers }
  /** With every point: what frames were judged by, as far as it is kept. */
  | { readonly type: 'evidence'; readonly runs: readonly EvidenceRun[] }
  /** What was recorded for OpenTelemetry since the message before. */
  | { readonly type: 'spans'; readonly batch: SpanBatch }
  /** Of a camera that is on video. */
  | { readonly type: 'video'; readonly stream: string; readonly frame: KeptFrame }
  | { readonly type: 'recent-frame'; readonly request: number; readonly frame: KeptFrame | null }
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
  /** Where its frame is followed; left out of nearly all. */
  readonly trace?: SentTrace
}

/** What a shard tells of itself once a second. Counters only grow while its thread lives. */
export interface ShardStatus {
  readonly sources: readonly { readonly name: string; readonly status: SourceStatus }[]
  /** Cameras whose frames cannot be read now: a source may reach a part of its servers. */
  readonly unreachable: readonly string[]
  /** Cameras that send frames and get no verdict. */
  readonly unjudged: Unjudged
  readonly queuedFrames: number
  readonly queuedBytes: number
  readonly counters: ShardCounters
  /** Frames that were decoded, by decoder. */
  readonly decodes: Readonly<Record<string, number>>
  /** Frames that gave no picture, by error code. */
  readonly decodeErrors: Readonly<Record<string, number>>
  readonly scenes: SceneMemoryStats
  readonly cursors: CursorStats
  readonly snapshots: SnapshotStats
  readonly stages: TimingTotals
  /** Delay of the shard's event loop over the last second, ms. */
  readonly loopDelayMs: { readonly p50: number; readonly p99: number; readonly max: number }
  /** Share of the last second in which the thread was busy, 0..1. */
  readonly busyRatio: number
  /** Heap and buffers of the thread, bytes. */
  readonly memoryBytes: number
  readonly cameras: number
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
  /** Shared with the main thread; `BlackBoxWriter` writes to it. */
  readonly blackBox: SharedArrayBuffer
  /** What the thread before died over. */
  readonly suspects: Suspects
}
