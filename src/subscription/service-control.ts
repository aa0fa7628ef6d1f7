import type { Camera } from '../model/camera.ts'
import type { LatencySummary } from '../lib/latency-histogram.ts'

/** What the HTTP API asks of the service. */
export interface ServiceControl {
  /** @returns false when it was running already. */
  start(): Promise<boolean>
  /** Clears the subscription and releases the shards. @returns false when it was stopped already. */
  stop(): Promise<boolean>
  /** Replaces all subscribed cameras; starts a stopped service. Resolves once each camera's cursor is fixed. */
  subscribe(cameras: readonly Camera[]): Promise<SubscribeResult>
  /**
   * Takes a frame that came over HTTP.
   *
   * @param metaText Content of `X-Frame-Meta`, or null.
   * @throws AppError `frame/empty`, `frame/not-subscribed` (embedded only), `frame/source-failed`
   */
  acceptFrame(stream: string, jpeg: Buffer, metaText: string | null): Promise<void>
  /** Timing of every camera, or of one; null when that one is not subscribed. */
  performance(stream?: string): Promise<readonly StreamPerformance[] | null>
  resetPerformance(): Promise<void>
  /** @throws AppError `snapshot/not-found`, `snapshot/read-failed` */
  snapshot(key: string): Promise<Uint8Array>
  readiness(): Promise<Readiness>
}

export interface SubscribeResult {
  readonly epoch: number
  readonly subscribed: readonly string[]
}

export type Stage = 'capture' | 'queue' | 'decode' | 'analysis' | 'store' | 'end_to_end'
export const STAGES: readonly Stage[] = ['capture', 'queue', 'decode', 'analysis', 'store', 'end_to_end']

export interface StreamPerformance {
  readonly stream: string
  readonly analysed: number
  readonly dropped: { readonly overload: number; readonly trimmed: number; readonly cooldown: number }
  /** Frames left out on purpose: above ANALYSIS_MAX_FPS. */
  readonly skipped: number
  readonly stages: Readonly<Record<Stage, LatencySummary>>
}

export interface Readiness {
  readonly ready: boolean
  readonly running: boolean
  readonly checks: readonly ReadinessCheck[]
}

export interface ReadinessCheck {
  /** `data`, `redis`, `snapshots`, `incidents`, `shards`, `cameras`, `frames: <source>`, `self-check`, `process`, `subscription` */
  readonly name: string
  readonly ok: boolean
  readonly detail: string
}
