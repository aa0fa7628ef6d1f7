import { type Static, Type } from 'typebox'
import {
  type Camera,
  type CameraSettings,
  DEFAULT_CAMERA_SETTINGS as DEFAULTS,
  type FaultSettings,
  SENSITIVITIES
} from '../../model/camera.ts'
import type { FaultKind } from '../../model/fault.ts'
import { FAULT_LIMIT_NAMES } from '../../model/fault-limit-names.ts'
import { limitRange } from '../../model/fault-limit-range.ts'

export const MAX_STREAMS = 20_000
/** Longest name of a stream, bytes in UTF-8. */
export const MAX_STREAM_BYTES = 4096
/** A year; a larger number is a slip. */
const MAX_COOLDOWN_SECONDS = 31_536_000
const MAX_KEPT = 10_000_000

const level = (value: number, description: string) =>
  Type.Optional(Type.Number({ minimum: 0, maximum: 255, default: value, description }))
const share = (value: number, description: string) =>
  Type.Optional(Type.Number({ minimum: 0, maximum: 1, default: value, description }))
/** Canny on the L1 norm of a 3x3 Sobel gradient: 1020 is the largest response along one axis. */
const gradient = (value: number, description: string) =>
  Type.Optional(Type.Number({ minimum: 0, maximum: 1020, default: value, description }))

const EdgeParamsSchema = Type.Object(
  {
    low: gradient(DEFAULTS.edge.low, 'Lower Canny threshold; not above `high`'),
    high: gradient(DEFAULTS.edge.high, 'Upper Canny threshold'),
    min_ratio: share(DEFAULTS.edge.minRatio, 'Least share of edge pixels; below it the picture is Occluded')
  },
  { additionalProperties: false, description: 'When a picture counts as occluded; meant for a full-size picture' }
)

const TamperParamsSchema = Type.Object(
  {
    diff_threshold: level(DEFAULTS.tamper.diffLevels, 'Mean smoothed difference, grey levels'),
    roi_diff_threshold: level(
      DEFAULTS.tamper.regionDiffLevels,
      'Mean difference of one of the 3x3 regions, grey levels'
    ),
    high_ratio: share(DEFAULTS.tamper.highRatio, 'Share of pixels that differ by more than 25 levels')
  },
  { additionalProperties: false, description: 'When the change between two frames counts as violent' }
)

const sensitivity = Type.Optional(
  Type.Union(
    SENSITIVITIES.map(name => Type.Literal(name)),
    { description: 'How readily the fault is found', default: 'normal' }
  )
)
function limit(name: string) {
  const { least, most, unit } = limitRange(name)
  const description = `In place of the detector's own limit, ${unit.en}`
  return Type.Optional(Type.Number({ minimum: least, maximum: most, description }))
}

/** Each kind with its sensitivity and the limits of its detector. */
export const SubscribeFaultsSchema = Type.Object(
  Object.fromEntries(
    Object.entries(FAULT_LIMIT_NAMES).map(([kind, names]) => [
      kind,
      Type.Optional(
        Type.Object(
          { sensitivity, ...Object.fromEntries(names.map(name => [name, limit(name)])) },
          { additionalProperties: false }
        )
      )
    ])
  ),
  {
    additionalProperties: false,
    description: 'How each kind of fault is judged: {kind: {sensitivity, limits by name}}'
  }
)

/** What the schema above lets through: its keys are made from a table, which types do not follow. */
type FaultsBody = Readonly<Record<string, Readonly<Record<string, number | string>>>>

/** One value for all streams, or one for each that is named. */
const CooldownSchema = Type.Number({ minimum: 0, maximum: MAX_COOLDOWN_SECONDS })
const KeptSchema = Type.Integer({ minimum: 0, maximum: MAX_KEPT })

/** Body of `POST /pushhub/subscribe`, field for field as the wire contract has it. */
export const SubscribeBodySchema = Type.Object(
  {
    streams: Type.Array(Type.String({ minLength: 1, maxLength: MAX_STREAM_BYTES }), {
      maxItems: MAX_STREAMS,
      description: 'Every stream to watch; it replaces the whole set. An empty list unsubscribes all.'
    }),
    current_threshold: level(DEFAULTS.blackMeanLevels, 'Mean luma under which the picture is a Black Screen'),
    edge_params: Type.Optional(EdgeParamsSchema),
    tamper_params: Type.Optional(TamperParamsSchema),
    intrusion_cooldown_seconds: Type.Optional(
      Type.Union([CooldownSchema, Type.Record(Type.String(), CooldownSchema)], {
        description: 'After an abnormal result, do not analyse that stream again for so long, seconds'
      })
    ),
    minio_storage_per_stream: Type.Optional(
      Type.Union([KeptSchema, Type.Record(Type.String(), KeptSchema)], {
        description: 'How many snapshots to keep for a stream; 0 stores none; left out: MINIO_MAX_FRAMES_PER_STREAM'
      })
    ),
    annotate_images: Type.Optional(
      Type.Boolean({ default: false, description: 'Stored snapshots carry the verdict drawn on the picture' })
    ),
    faults: Type.Optional(SubscribeFaultsSchema),
    stream_faults: Type.Optional(
      Type.Record(Type.String(), SubscribeFaultsSchema, {
        description: 'The same for single streams; goes before `faults`'
      })
    )
  },
  {
    additionalProperties: false,
    examples: [
      { streams: ['gate-1', 'gate-2'] },
      {
        streams: ['gate-1', 'gate-2'],
        current_threshold: 15,
        edge_params: { low: 50, high: 150, min_ratio: 0.02 },
        tamper_params: { diff_threshold: 10, roi_diff_threshold: 8, high_ratio: 0.15 },
        intrusion_cooldown_seconds: { 'gate-1': 5 },
        minio_storage_per_stream: 100,
        annotate_images: false,
        faults: { 'partly-occluded': { sensitivity: 'low' }, 'colour-cast': { sensitivity: 'off' } },
        stream_faults: { 'gate-1': { moved: { sensitivity: 'high', minDeadRatio: 0.6 } } }
      }
    ]
  }
)

export type SubscribeBody = Static<typeof SubscribeBodySchema>

/**
 * The cameras that a body asks for: each stream once, in the order given, what was left out by its default.
 *
 * @param body Checked by `subscribeProblems`.
 */
export function toCameras(body: SubscribeBody): Camera[] {
  const shared = sharedSettings(body)
  return [...new Set(body.streams)].map(stream => ({
    stream,
    settings: {
      ...shared,
      cooldownMs: Math.round((valueFor(stream, body.intrusion_cooldown_seconds) ?? DEFAULTS.cooldownMs / 1000) * 1000),
      snapshotsKept: valueFor(stream, body.minio_storage_per_stream) ?? DEFAULTS.snapshotsKept,
      ...faultsFor(stream, body)
    }
  }))
}

function sharedSettings(body: SubscribeBody): Omit<CameraSettings, 'cooldownMs' | 'snapshotsKept'> {
  const { edge_params: edge, tamper_params: tamper } = body
  return {
    blackMeanLevels: body.current_threshold ?? DEFAULTS.blackMeanLevels,
    edge: {
      low: edge?.low ?? DEFAULTS.edge.low,
      high: edge?.high ?? DEFAULTS.edge.high,
      minRatio: edge?.min_ratio ?? DEFAULTS.edge.minRatio
    },
    tamper: {
      diffLevels: tamper?.diff_threshold ?? DEFAULTS.tamper.diffLevels,
      regionDiffLevels: tamper?.roi_diff_threshold ?? DEFAULTS.tamper.regionDiffLevels,
      highRatio: tamper?.high_ratio ?? DEFAULTS.tamper.highRatio
    },
    annotateImages: body.annotate_images ?? DEFAULTS.annotateImages,
    ...(edge === undefined && tamper === undefined
      ? {}
      : {
          oldRules: { ...(edge === undefined ? {} : { edge: true }), ...(tamper === undefined ? {} : { tamper: true }) }
        })
  }
}

/** The kinds that the client named, those of the stream before those of all; nothing when it named none. */
function faultsFor(stream: string, body: SubscribeBody): Pick<CameraSettings, 'faults'> {
  const own = body.stream_faults !== undefined && Object.hasOwn(body.stream_faults, stream)
  const named = { ...body.faults, ...(own ? body.stream_faults?.[stream] : {}) } as FaultsBody
  const faults = Object.entries(named).map(([kind, { sensitivity: readily, ...limits }]) => [
    kind as FaultKind,
    {
      ...(readily === undefined ? {} : { sensitivity: readily }),
      ...(Object.keys(limits).length === 0 ? {} : { limits })
    } as FaultSettings
  ])
  return faults.length === 0 ? {} : { faults: Object.fromEntries(faults) }
}

/** A stream may be called `constructor`: only what the client wrote counts. */
function valueFor(stream: string, value: number | Readonly<Record<string, number>> | undefined): number | undefined {
  if (typeof value !== 'object') return value
  return Object.hasOwn(value, stream) ? value[stream] : undefined
}
