import type { FaultKind, FaultTiming } from './fault.ts'

/** What a client may set for one camera with `subscribe`. Names carry their units; the wire names stand in `http/schemas/subscribe.ts`. */
export interface CameraSettings {
  /** Mean luma under which the picture is a black screen, grey levels 0..255 (`current_threshold`). */
  readonly blackMeanLevels: number
  /** Canny on a full-size picture (`edge_params`). */
  readonly edge: EdgeSettings
  /** Violent change between two frames (`tamper_params`). */
  readonly tamper: TamperSettings
  /** After an abnormal result the camera is not analysed for so long, ms (`intrusion_cooldown_seconds`). */
  readonly cooldownMs: number
  /** How many snapshots are kept, 0 stores none; null takes the service's MINIO_MAX_FRAMES_PER_STREAM (`minio_storage_per_stream`). */
  readonly snapshotsKept: number | null
  /** Stored snapshots carry the verdict drawn on the picture (`annotate_images`). */
  readonly annotateImages: boolean
  /** How each kind of fault is judged; a kind that is left out as usual (`faults`). */
  readonly faults?: Readonly<Partial<Record<FaultKind, FaultSettings>>>
  /** How fast each kind is raised and cleared, where that was set for the camera; never part of a subscription. */
  readonly timings?: Readonly<Partial<Record<FaultKind, Partial<FaultTiming>>>>
  /** Parameters of the old service that the client has sent, be it with their defaults: then the old rule judges that fault. */
  readonly oldRules?: { readonly edge?: boolean; readonly tamper?: boolean }
}

/** How readily a fault is found: `off` is never. */
export const SENSITIVITIES = ['low', 'normal', 'high', 'off'] as const
export type Sensitivity = (typeof SENSITIVITIES)[number]

export interface FaultSettings {
  readonly sensitivity?: Sensitivity
  /** Limits of the fault's detector by name, in place of its own. */
  readonly limits?: Readonly<Record<string, number>>
}

export interface EdgeSettings {
  /** Lower and upper Canny thresholds on the L1 gradient magnitude of a full-size picture. */
  readonly low: number
  readonly high: number
  /** Least share of edge pixels, 0..1; below it the picture is occluded. */
  readonly minRatio: number
}

export interface TamperSettings {
  /** Mean of the smoothed absolute difference above which a frame may be tampered, grey levels. */
  readonly diffLevels: number
  /** Mean of one 3x3 region above which the region counts as changed, grey levels. */
  readonly regionDiffLevels: number
  /** Share of pixels whose smoothed difference is over 25 levels, 0..1. */
  readonly highRatio: number
}

/** The defaults of the wire contract. */
export const DEFAULT_CAMERA_SETTINGS: CameraSettings = {
  blackMeanLevels: 15,
  edge: { low: 50, high: 150, minRatio: 0.02 },
  tamper: { diffLevels: 10, regionDiffLevels: 8, highRatio: 0.15 },
  cooldownMs: 0,
  snapshotsKept: null,
  annotateImages: false
}

/** One subscribed camera. */
export interface Camera {
  /** The stream's name: any non-empty UTF-8 text. */
  readonly stream: string
  readonly settings: CameraSettings
}

/** Whether a camera's people do not want to be told of a fault at all. */
export function isTurnedOff({ faults }: Pick<CameraSettings, 'faults'>, kind: FaultKind): boolean {
  return faults?.[kind]?.sensitivity === 'off'
}
