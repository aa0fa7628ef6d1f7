import type { BytePool } from '../lib/byte-pool.ts'
import type { Log } from '../lib/log.ts'
import type { FrameTraces } from './frame-traces.ts'
import type { SentTrace } from './frame-trace.ts'
import type { DroppedFrames } from '../model/result-message.ts'
import type { EyeContext } from './camera-eye.ts'
import type { JudgeObserver } from './camera-judge.ts'
import type { CameraPerformance, StageName } from './camera-performance.ts'
import type { TellContext } from './camera-teller.ts'
import type { MeasureScratch } from './detect/measure-scratch.ts'
import type { SnapshotKeeper } from './snapshots/snapshot-keeper.ts'

/** A result on its way out of the shard. */
export interface SessionResult {
  readonly stream: string
  readonly abnormal: boolean
  readonly state: string
  readonly text: string
  /** Position of the frame in its source; null for a result that no frame made. */
  readonly cursor: string | null
  /** Where its frame is followed; left out of nearly all. */
  readonly trace?: SentTrace
}

/** What all cameras of a shard share. */
export interface CameraSessionContext extends EyeContext {
  /** Planes to measure in: frames of a shard are measured one after the other. */
  readonly scratch: MeasureScratch
  /** Number of the subscription, carried by every result. */
  epoch: number
  readonly keeper: SnapshotKeeper
  /** Where the bytes of frames go when nobody has a use for them any more. */
  readonly frameMemory: BytePool
  readonly publish: (result: SessionResult) => void
  /** Told how long a frame took in a stage, ms. */
  readonly onStage: (stage: StageName, durationMs: number) => void
  /** Told of a frame that gave no picture, with its error code. */
  readonly onUndecodable: (code: string) => void
  /** Most frames of a camera that are analysed, frames/s; 0 for all. */
  readonly analysisMaxFps: number
  readonly streamGapMs: number
  readonly firstFrameMs: number
  /** TIME_ZONE, in which schedules are meant. */
  readonly timeZone: string
  /** Where cameras tell of themselves; null: nobody listens. */
  readonly tell: TellContext | null
  readonly clock: () => number
  readonly log: Log
  /** Whether what frames are judged by is kept, for back-tests. */
  readonly keepsEvidence?: boolean
  /** Follows some frames for OpenTelemetry; left out: none. */
  readonly traces?: FrameTraces
  /** Told what each frame is judged by; in a service it tells `traces` alone. */
  readonly observer?: JudgeObserver
}

export interface SessionTotals {
  readonly analysed: number
  /** Of those that were analysed: not decoded, since they had the bytes of the frame before. */
  readonly identical: number
  readonly cooldown: number
  /** Left out on purpose, to keep to the most frames a second. */
  readonly skipped: number
}

export interface SessionPerformance {
  readonly stream: string
  readonly analysed: number
  readonly dropped: DroppedFrames
  readonly skipped: number
  readonly stages: ReturnType<CameraPerformance['summary']>
}
