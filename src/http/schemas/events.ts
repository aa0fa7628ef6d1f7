import { type Static, Type } from 'typebox'
import { socketAccessQuery } from './access.ts'
import { CameraStateSchema } from './cameras.ts'
import { IncidentSummarySchema } from './incidents.ts'
import { time } from './paging.ts'

const head = {
  id: Type.String({ description: 'Give the last one as `since` to go on after a lost connection' }),
  at: time('When it happened')
}

const incidentEvent = <const T extends string>(type: T) =>
  Type.Object({ ...head, type: Type.Literal(type), incident: IncidentSummarySchema })

/** Every message of `/pushhub/ws/events`. */
export const EventSchema = Type.Union(
  [
    Type.Object(
      { ...head, type: Type.Literal('hello'), now: time("The service's clock"), resumed: Type.Boolean() },
      { description: 'First; `resumed`: what was missed follows. `id` is the newest event' }
    ),
    Type.Object(
      { ...head, type: Type.Literal('reset'), now: time("The service's clock") },
      { description: 'What was missed is not known any more: load everything anew' }
    ),
    incidentEvent('incident-opened'),
    incidentEvent('incident-updated'),
    incidentEvent('incident-closed'),
    Type.Object(
      { ...head, type: Type.Literal('cameras'), cameras: Type.Array(CameraStateSchema) },
      { description: 'Cameras that have changed, at most 4 times a second' }
    ),
    Type.Object({ ...head, type: Type.Literal('camera-removed'), stream: Type.String() }),
    Type.Object(
      { ...head, type: Type.Literal('settings'), stream: Type.String() },
      { description: 'Somebody has changed the settings of this camera' }
    ),
    Type.Object(
      { ...head, type: Type.Literal('tick'), now: time("The service's clock") },
      { description: 'Every 2 s: what was last received is not old' }
    )
  ],
  { description: 'One JSON text message; unknown types are to be passed over' }
)

export const EventQuerySchema = Type.Object({
  streams: Type.Optional(Type.String({ description: 'Only of these cameras, by comma; all when left out' })),
  since: Type.Optional(Type.String({ maxLength: 64, description: 'Id of the last event received' })),
  ...socketAccessQuery
})

export type ServiceEvent = Static<typeof EventSchema>
