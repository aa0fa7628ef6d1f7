import { type Static, Type } from 'typebox'
import { CameraStateSchema } from './cameras.ts'
import { time } from './paging.ts'

/** Which cameras a member is asked for; all of its own when left out. */
export const OwnCamerasBodySchema = Type.Object(
  { streams: Type.Optional(Type.Array(Type.String(), { maxItems: 20_000 })) },
  { additionalProperties: false }
)

export const OwnCamerasSchema = Type.Object({ items: Type.Array(CameraStateSchema) })

/** The fleet, as one of its members knows it. */
export const FleetSchema = Type.Object(
  {
    self: Type.String({ description: 'Id of the member that answers' }),
    slots: Type.Integer({ description: 'Parts that the cameras are divided into; each has one owner' }),
    unowned: Type.Integer({ description: 'Slots that nobody owns right now: their cameras are not watched' }),
    members: Type.Array(
      Type.Object({
        id: Type.String(),
        url: Type.String({ description: 'Where other members reach it' }),
        version: Type.String(),
        since: time('When it joined'),
        capacity: Type.Number({ description: 'How much it can carry beside the others' }),
        load: Type.Number({ description: 'Share of its capacity that is in use, 0..1; more when it is overloaded' }),
        cameras: Type.Integer({ description: 'Cameras that it watches' }),
        slots: Type.Integer(),
        epoch: Type.Integer({ description: 'Number of the subscription that it has taken over' }),
        coordinator: Type.Boolean({ description: 'Incidents of groups and of the service are made by it' }),
        alive: Type.Boolean({ description: 'It has answered; false: its lease runs, but it cannot be reached' })
      })
    )
  },
  { description: 'Left out without FLEET=1' }
)

export type FleetState = Static<typeof FleetSchema>
