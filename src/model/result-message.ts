/** One WebSocket message of `/pushhub/ws/results`, field for field as the wire contract has it. Keys are the wire's. */
export interface ResultMessage {
  readonly epoch: number
  readonly data: {
    readonly stream: string
    readonly ts_wall: string | null
    /** `[height, width, channels]`, or null when there is no picture. */
    readonly shape: readonly number[] | null
    readonly result: ResultBody
    readonly timing: ResultTiming
    readonly obj_refs?: readonly ObjectReference[]
  }
}

export interface ResultBody {
  readonly state: string
  readonly state_zh: string
  readonly decode_ms: number | null
  /** Percent, 2 decimals; on Normal and Occluded. */
  readonly edge_ratio?: number
  readonly diff_mean?: number
  readonly high_diff_ratio?: number
  readonly roi_ratio?: number
  readonly error?: string
  readonly error_zh?: string
  readonly faults: readonly FaultMessage[]
  readonly explained: readonly string[]
  readonly learning: boolean
  readonly notJudged: readonly { readonly kind: string; readonly reason: string }[]
  /** Frames of this camera that were not analysed since the result before, by reason; left out when there were none. */
  readonly dropped?: DroppedFrames
  /** Frames left out on purpose since the result before, above ANALYSIS_MAX_FPS; left out when there were none. */
  readonly skipped?: number
  /** Why the frame's meta could not be read; left out when it could. */
  readonly meta_error?: string
}

export interface FaultMessage {
  readonly kind: string
  readonly severity: number
  /** ISO-8601 UTC. */
  readonly since: string
  readonly measure: string
  readonly value: number
  readonly limit: number
  readonly reference: number | null
  readonly unit: string
  readonly mask?: string
  /** One sentence made from these figures, in English and in Chinese. */
  readonly why?: string
  readonly why_zh?: string
}

export interface ResultTiming {
  readonly ts1: string | null
  readonly ts2: string | null
  readonly ts3: string | null
  readonly ts4: string | null
  readonly lat_ms: {
    /** ts2 - ts1 */
    readonly cap: number | null
    /** ts3 - ts2 */
    readonly queue: number | null
    readonly decode: number | null
    readonly analysis: number | null
    /** decode + analysis */
    readonly proc: number | null
    /** ts4 - ts1 */
    readonly end2end: number | null
  }
}

export interface ObjectReference {
  readonly type: 'frame'
  readonly key: string
  readonly minio_object_key: string
  readonly etag: string
  readonly reason: SaveReason
}

export type SaveReason = 'abnormal' | 'all' | 'sample'

/** Frames that were received or added but not analysed, by reason. */
export interface DroppedFrames {
  /** The shard fell behind: the oldest waiting frames were dropped. */
  readonly overload: number
  /** Trimmed out of the Redis stream by its producer before they were read. */
  readonly trimmed: number
  /** Not analysed on purpose: `intrusion_cooldown_seconds`. */
  readonly cooldown: number
}
