import type { ReadinessCheck } from '../subscription/service-control.ts'

/** How the service itself is. Times in epoch ms. */
export interface SystemView {
  readonly version: string
  readonly startedAtMs: number
  readonly nowMs: number
  readonly timeZone: string
  readonly running: boolean
  readonly cameras: number
  readonly shards: readonly {
    readonly id: number
    readonly alive: boolean
    readonly cameras: number
    readonly framesPerSecond: number
    readonly cpu: number
    readonly memoryBytes: number | null
    readonly stallMs: number
    readonly restarts: number
  }[]
  readonly queues: { readonly waiting: number; readonly waitingBytes: number; readonly dropped: number }
  readonly rates: {
    readonly received: number
    readonly analysed: number
    readonly dropped: number
    readonly skipped: number
  }
  readonly latencyMs: {
    readonly p50: number | null
    readonly p95: number | null
    readonly p99: number | null
    readonly max: number | null
  }
  readonly redis: {
    readonly ok: boolean
    readonly url: string
    readonly sinceMs: number | null
    readonly detail: string
  } | null
  readonly snapshots: {
    readonly kind: string
    readonly ok: boolean
    readonly stored: number
    readonly failed: number
    readonly dropped: number
    readonly waiting: number
    readonly waitingBytes: number
  }
  readonly incidents: { readonly kind: string; readonly ok: boolean; readonly count: number; readonly open: number }
  readonly websocketClients: number
  readonly checks: readonly ReadinessCheck[]
}
