import { type Static, Type } from 'typebox'
import { SENSITIVITIES } from '../../model/camera.ts'
import { MASK_POINTS_MAX, MASK_POINTS_MIN, MASKS_MAX, SCHEDULE_MAX } from '../../model/camera-profile.ts'
import { FAULT_KINDS, type FaultKind } from '../../model/fault.ts'
import { FAULT_LIMIT_NAMES } from '../../model/fault-limit-names.ts'
import { nextCursor, nullable, oneOf, pageQuery, time } from './paging.ts'

const MAX_NAME = 200
const MAX_GROUPS = 20
const MAX_NOTE = 2000

const limit = Type.Optional(Type.Number({ minimum: 0, maximum: 1_000_000 }))
const seconds = (description: string) => Type.Optional(Type.Number({ minimum: 0, maximum: 3600, description }))

/** How one kind is judged on this camera. What is left out is as in the subscription, or as usual. */
const faultSettings = (kind: FaultKind) =>
  Type.Object(
    {
      sensitivity: Type.Optional(oneOf(SENSITIVITIES, { description: 'How readily the fault is found; off: never' })),
      raiseAfterS: seconds('How long it must show before it is raised, s'),
      clearAfterS: seconds('How long it must stay away before it is cleared, s'),
      limits: Type.Optional(
        Type.Object(Object.fromEntries((FAULT_LIMIT_NAMES[kind] ?? []).map(name => [name, limit])), {
          additionalProperties: false,
          description: 'Exact limits of its detector, by name'
        })
      )
    },
    { additionalProperties: false }
  )

type FaultSettingsSchema = ReturnType<typeof faultSettings>

const faultsOf = <const T>(wrap: (schema: FaultSettingsSchema) => T) =>
  Object.fromEntries(FAULT_KINDS.map(kind => [kind, wrap(faultSettings(kind))])) as Record<FaultKind, T>

const PointSchema = Type.Tuple([Type.Number({ minimum: 0, maximum: 1 }), Type.Number({ minimum: 0, maximum: 1 })])

export const MaskSchema = Type.Object(
  {
    points: Type.Array(PointSchema, {
      minItems: MASK_POINTS_MIN,
      maxItems: MASK_POINTS_MAX,
      description: 'Corners [x, y] of a polygon, shares of width and height from the upper left corner'
    }),
    name: Type.Optional(Type.String({ maxLength: MAX_NAME }))
  },
  { additionalProperties: false }
)

const clockTime = (description: string) =>
  Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$', description, examples: ['22:00'] })

export const ScheduleEntrySchema = Type.Object(
  {
    days: Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), {
      minItems: 1,
      maxItems: 7,
      description: '1 is Monday, 7 is Sunday: the days on which it begins'
    }),
    from: clockTime('Begins, wall clock in TIME_ZONE'),
    to: clockTime('Ends; not after `from` means on the next day')
  },
  { additionalProperties: false }
)

const fields = {
  name: nullable(Type.String({ minLength: 1, maxLength: MAX_NAME }), 'Display name; null shows the name of the stream'),
  groups: Type.Array(Type.String({ minLength: 1, maxLength: MAX_NAME }), {
    maxItems: MAX_GROUPS,
    description: 'Groups; empty takes the part of the name before the first `/`, where there is one'
  }),
  masks: Type.Array(MaskSchema, { maxItems: MASKS_MAX, description: 'Parts of the picture that are not judged' }),
  schedule: Type.Array(ScheduleEntrySchema, { maxItems: SCHEDULE_MAX, description: 'Hours that are NOT judged' }),
  maintenanceUntil: nullable(Type.String({ maxLength: 64 }), 'Judged, but silent until then; ISO-8601 UTC'),
  maintenanceNote: nullable(Type.String({ maxLength: MAX_NOTE }), 'Why'),
  gapLimitS: nullable(
    Type.Number({ minimum: 0.2, maximum: 86_400 }),
    'Without frames after so long, s; null takes STREAM_GAP_MS'
  ),
  analysisMaxFps: nullable(
    Type.Number({ minimum: 0.01, maximum: 1000 }),
    'Most frames that are judged, frames/s; null takes ANALYSIS_MAX_FPS'
  )
}

const EXAMPLE = {
  name: 'North gate',
  groups: ['north'],
  faults: { 'partly-occluded': { sensitivity: 'low', raiseAfterS: 5 }, 'colour-cast': { sensitivity: 'off' } },
  masks: [
    {
      name: 'trees',
      points: [
        [0, 0],
        [0.4, 0],
        [0.3, 0.35],
        [0, 0.35]
      ]
    }
  ],
  schedule: [{ days: [6, 7], from: '22:00', to: '06:00' }],
  maintenanceUntil: null,
  maintenanceNote: null,
  gapLimitS: null,
  analysisMaxFps: null
}

/** Everything that is set for one camera. */
export const CameraSettingsSchema = Type.Object(
  {
    ...fields,
    faults: Type.Object(
      faultsOf(schema => Type.Optional(schema)),
      { additionalProperties: false, description: 'How each kind is judged; kinds that are left out as usual' }
    )
  },
  { additionalProperties: false, examples: [EXAMPLE] }
)

/** What is to be changed. Lists are replaced whole; a kind under `faults` is replaced whole, and null takes it out. */
export const CameraSettingsPatchSchema = Type.Object(
  {
    ...(Object.fromEntries(Object.entries(fields).map(([key, schema]) => [key, Type.Optional(schema)])) as {
      [K in keyof typeof fields]: ReturnType<typeof Type.Optional<(typeof fields)[K]>>
    }),
    faults: Type.Optional(
      Type.Object(
        faultsOf(schema => Type.Optional(Type.Union([schema, Type.Null()]))),
        { additionalProperties: false }
      )
    ),
    by: Type.Optional(Type.String({ minLength: 1, maxLength: MAX_NAME, description: 'Who; `anonymous` when left out' }))
  },
  { additionalProperties: false, examples: [{ faults: { stripes: { sensitivity: 'off' } } }] }
)

/** A whole set of settings, and who sets them. */
export const CameraSettingsPutSchema = Type.Object(
  { ...CameraSettingsSchema.properties, by: CameraSettingsPatchSchema.properties.by },
  { additionalProperties: false, examples: [EXAMPLE] }
)

export const MaintenanceBodySchema = Type.Object(
  {
    until: Type.Optional(nullable(Type.String({ maxLength: 64 }), 'End; ISO-8601 UTC; null ends it now')),
    minutes: Type.Optional(
      Type.Number({ exclusiveMinimum: 0, maximum: 525_600, description: 'From now on; in place of `until`' })
    ),
    note: Type.Optional(nullable(Type.String({ maxLength: MAX_NOTE }), 'Why')),
    by: CameraSettingsPatchSchema.properties.by
  },
  { additionalProperties: false, examples: [{ minutes: 60, note: 'Lens is being cleaned' }] }
)

export const ByBodySchema = Type.Object(
  { by: CameraSettingsPatchSchema.properties.by },
  { additionalProperties: false }
)

export const AuditListSchema = Type.Object({
  items: Type.Array(
    Type.Object({
      id: Type.String(),
      at: time('When'),
      by: Type.String({ description: 'Who' }),
      action: Type.String({ description: '`settings`, `maintenance`, `accept-view`, `acknowledge`, `verdict` ...' }),
      stream: nullable(Type.String(), 'The camera, where it is about one'),
      change: Type.Unknown({ description: 'What was set: {field: [before, after]}, or the details of the action' })
    }),
    { description: 'Newest first' }
  ),
  next: nextCursor
})

export const AuditQuerySchema = Type.Object(
  { stream: Type.Optional(Type.String({ minLength: 1 })), ...pageQuery },
  { additionalProperties: false }
)

export type CameraSettingsBody = Static<typeof CameraSettingsSchema>
export type CameraSettingsPatch = Static<typeof CameraSettingsPatchSchema>
export type Mask = Static<typeof MaskSchema>
export type ScheduleEntry = Static<typeof ScheduleEntrySchema>
export type MaintenanceBody = Static<typeof MaintenanceBodySchema>
export type AuditList = Static<typeof AuditListSchema>
