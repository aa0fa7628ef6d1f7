import { type Static, Type } from 'typebox'
import { FAULT_KINDS } from '../../model/fault.ts'
import { INCIDENT_KINDS, TIERS } from '../../model/incident.ts'
import { nullable, oneOf, time } from './paging.ts'

/** One of the sixteen faults. */
export const FaultKindSchema = oneOf(FAULT_KINDS, { description: 'Id of the fault' })

/** A fault, or `service`: something that the service itself depends on. */
export const IncidentKindSchema = oneOf(INCIDENT_KINDS, {
  description: 'Id of the fault, or `service` when what the service depends on fails'
})

export const TierSchema = oneOf(TIERS, {
  description: 'lost: no usable picture; impaired: usable in part; silent: no frames at all'
})

/** A raised fault with its explanation. */
export const FaultSchema = Type.Object({
  kind: FaultKindSchema,
  severity: Type.Number({ description: '0 (at the limit) to 1' }),
  since: time('When it was raised'),
  measure: Type.String({ description: 'What crossed its limit' }),
  value: Type.Number(),
  limit: Type.Number(),
  reference: nullable(Type.Number(), 'What the value was held against, where there is such a thing'),
  unit: Type.String({ description: '`ratio` (0..1), `levels` (grey levels), `ms` ...' }),
  mask: Type.Optional(Type.String({ description: '16 x 9 grid, 144 characters of 0 or 1, row by row' })),
  why: Type.String({ description: 'One sentence made from these figures' }),
  why_zh: Type.String()
})

export type FaultKindName = Static<typeof FaultKindSchema>
export type IncidentKindName = Static<typeof IncidentKindSchema>
export type TierName = Static<typeof TierSchema>
export type Fault = Static<typeof FaultSchema>
