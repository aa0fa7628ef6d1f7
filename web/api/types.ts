/** What the service answers. */
export type Tier = 'lost' | 'impaired' | 'silent'

export interface Fault {
  readonly kind: string
  readonly severity: number
  readonly since: string
  readonly measure: string
  readonly value: number
  readonly limit: number
  readonly reference: number | null
  readonly unit: string
  readonly mask?: string
  readonly why?: string
  readonly why_zh?: string
}

export type CameraStateName = 'healthy' | 'learning' | 'faulty' | 'waiting' | 'maintenance' | 'off-schedule'

export interface CameraState {
  readonly stream: string
  readonly name: string
  readonly groups: readonly string[]
  readonly state: CameraStateName
  readonly since: string
  readonly fault: Fault | null
  readonly faults: readonly Fault[]
  readonly explained: readonly string[]
  readonly notJudged: readonly { readonly kind: string; readonly reason: string; readonly reason_zh: string }[]
  readonly acknowledged: boolean
  readonly incidentId: string | null
  readonly lastFrameAt: string | null
  readonly lagMs: number | null
  readonly framesPerSecond: number
  readonly analysedPerSecond: number
  readonly shape: readonly number[] | null
  readonly learnedRatio: number
  readonly measures: Readonly<Record<string, number>>
}

export interface CameraCounts {
  readonly healthy: number
  readonly learning: number
  readonly faulty: number
  readonly waiting: number
  readonly maintenance: number
  readonly offSchedule: number
  readonly byKind: Readonly<Record<string, number>>
  readonly byGroup: Readonly<Record<string, { readonly total: number; readonly faulty: number }>>
}

export interface CameraList {
  readonly items: readonly CameraState[]
  readonly next: string | null
  readonly total: number
  readonly counts: CameraCounts
  readonly asOf: string
}

export interface FaultChoice {
  readonly sensitivity?: 'low' | 'normal' | 'high' | 'off'
  readonly raiseAfterS?: number
  readonly clearAfterS?: number
  readonly limits?: Readonly<Record<string, number>>
}

export interface MaskArea {
  readonly points: readonly (readonly [number, number])[]
  readonly name?: string
}

export interface ScheduleEntry {
  readonly days: readonly number[]
  readonly from: string
  readonly to: string
}

export interface CameraSettings {
  readonly name: string | null
  readonly groups: readonly string[]
  readonly faults: Readonly<Record<string, FaultChoice>>
  readonly masks: readonly MaskArea[]
  readonly schedule: readonly ScheduleEntry[]
  readonly maintenanceUntil: string | null
  readonly maintenanceNote: string | null
  readonly gapLimitS: number | null
  readonly analysisMaxFps: number | null
}

export type CameraDetail = CameraState & { readonly settings: CameraSettings }

export interface Series {
  readonly measure: string
  readonly unit: string
  readonly kind: string | null
  readonly points: readonly (readonly [number, number, number, number])[]
  readonly limit: number | null
  readonly reference: readonly (readonly [number, number])[] | null
  readonly alarms: readonly (readonly [number, number])[]
}

export interface MeasuresAnswer {
  readonly stream: string
  readonly series: readonly Series[]
}

export type IncidentStateName = 'open' | 'acknowledged' | 'closed'
export type Verdict = 'real' | 'false-alarm' | 'planned'
export type Moment = 'before' | 'first' | 'worst' | 'after'

export interface StoredPicture {
  readonly key: string
  readonly at: string
}

export interface TimelineEntry {
  readonly at: string
  readonly what: string
  readonly by: string | null
  readonly text: string
  readonly text_zh: string
}

export interface Incident {
  readonly id: string
  readonly stream: string | null
  readonly group: string | null
  readonly kind: string
  readonly tier: Tier
  readonly state: IncidentStateName
  readonly severity: number
  readonly peakSeverity: number
  readonly openedAt: string
  readonly lastSeenAt: string
  readonly closedAt: string | null
  readonly explained: readonly string[]
  readonly fault: Fault
  readonly flaps: number
  readonly why: string
  readonly why_zh: string
  readonly pictures: Readonly<Record<Moment, StoredPicture | null>>
  readonly acknowledgedBy: string | null
  readonly acknowledgedAt: string | null
  readonly note: string | null
  readonly verdict: Verdict | null
  readonly members: readonly { readonly stream: string; readonly incidentId: string }[]
  readonly parentId: string | null
  readonly timeline?: readonly TimelineEntry[]
}

export interface IncidentList {
  readonly items: readonly Incident[]
  readonly next: string | null
  readonly openCount: number
}

export interface ReportCamera {
  readonly stream: string
  readonly name: string
  readonly groups: readonly string[]
  readonly availability: number | null
  readonly judgedS: number
  readonly maintenanceS: number
  readonly faults: Readonly<Record<string, { readonly count: number; readonly minutes: number }>>
  readonly medianTimeToDetectS: number | null
  readonly medianTimeToRepairS: number | null
}

export interface ReportDay {
  readonly day: string
  readonly availability: number | null
  readonly minutesByTier: Readonly<Record<Tier, number>>
}

export type ReportTotal = Omit<ReportCamera, 'stream' | 'name' | 'groups'>

export interface Report {
  readonly from: string
  readonly to: string
  readonly asOf: string
  readonly total: ReportTotal
  readonly cameras: readonly ReportCamera[]
  readonly days: readonly ReportDay[]
}

export interface AuditEntry {
  readonly id: string
  readonly at: string
  readonly by: string
  readonly action: string
  readonly stream: string | null
  readonly change: unknown
}

export interface SystemState {
  readonly version: string
  readonly node: string
  readonly startedAt: string
  readonly now: string
  readonly timeZone: string
  readonly shards: readonly {
    readonly id: number
    readonly cameras: number
    readonly framesPerSecond: number
    readonly cpu: number
    readonly memoryBytes: number
    readonly stallMs: number
    readonly restarts: number
  }[]
  readonly queues: { readonly waiting: number; readonly dropped: number }
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
  readonly redis: { readonly ok: boolean; readonly url: string; readonly lagMs: number | null } | null
  readonly snapshots: {
    readonly kind: string
    readonly ok: boolean
    readonly stored: number
    readonly failed: number
    readonly bytes: number | null
  }
  readonly incidents: { readonly kind: string; readonly ok: boolean; readonly count: number }
  readonly websocketClients: number
  readonly checks: readonly {
    readonly name: string
    readonly ok: boolean
    readonly detail: string
    readonly detail_zh: string
  }[]
}

/** What `WS /pushhub/ws/events` sends. */
export type EventMessage =
  | { readonly type: 'hello'; readonly id: string; readonly now: string }
  | { readonly type: 'reset'; readonly id?: string }
  | { readonly type: 'tick'; readonly now: string }
  | { readonly type: 'cameras'; readonly id?: string; readonly cameras: readonly CameraState[] }
  | { readonly type: 'camera-removed'; readonly id?: string; readonly stream: string }
  | { readonly type: 'settings'; readonly id?: string; readonly stream: string }
  | {
      readonly type: 'incident-opened' | 'incident-updated' | 'incident-closed'
      readonly id?: string
      readonly incident: Incident
    }
