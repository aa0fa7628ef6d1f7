import { type Static, Type } from 'typebox'
import { VERDICTS } from '../../model/incident.ts'
import { FaultKindSchema, IncidentKindSchema } from './fault.ts'
import { nullable, oneOf, time, timeOrNull } from './paging.ts'

const SpellSchema = Type.Object({ from: time('When it was raised'), to: time('When it ended') })
const TotalSchema = Type.Object({
  spells: Type.Integer({ minimum: 0, description: 'How often' }),
  seconds: Type.Number({ minimum: 0, description: 'All of them together, s' }),
  longestS: Type.Number({ minimum: 0, description: 'The longest, s' })
})

const KindEffectSchema = Type.Object({
  kind: FaultKindSchema,
  inForce: TotalSchema,
  proposed: TotalSchema,
  added: Type.Array(SpellSchema, { description: 'Raised with the proposed settings alone; the newest 100' }),
  gone: Type.Array(SpellSchema, { description: 'Raised with the settings in force alone; the newest 100' }),
  changed: Type.Array(Type.Object({ before: SpellSchema, after: SpellSchema }), {
    description: 'Raised with both, at other times; the newest 100'
  }),
  isAtLeast: Type.Boolean({
    description: 'The change goes further than frames are looked at while they are kept: so often at the least'
  })
})

export const BackTestSchema = Type.Object({
  stream: Type.String(),
  from: timeOrNull('Of the oldest frame that is kept; null when there is none'),
  to: timeOrNull('Of the newest one'),
  coveredS: Type.Number({ minimum: 0, description: 'Time of which is known what was judged, s' }),
  thinnedS: Type.Number({
    minimum: 0,
    description: 'Of that: time in which more changed near limits than is kept, s'
  }),
  agreement: nullable(
    Type.Number({ minimum: 0, maximum: 1 }),
    'Share of the kept frames for which the settings in force give what was raised then; null: none was judged by them'
  ),
  kinds: Type.Array(KindEffectSchema, { description: 'Kinds that either settings raise' }),
  incidents: Type.Array(
    Type.Object({
      id: Type.String(),
      kind: IncidentKindSchema,
      openedAt: time('When it was opened'),
      closedAt: timeOrNull('When it ended'),
      verdict: nullable(oneOf(VERDICTS), 'What a person says it was'),
      becomes: oneOf(['missed', 'other-kind'], { description: 'Not raised any more, or as another kind' })
    }),
    { description: 'Incidents of that time that would not have been raised; confirmed ones first; 100 at most' }
  ),
  incidentCount: Type.Integer({ minimum: 0, description: 'Incidents that were looked at' }),
  notJudged: Type.Array(Type.Object({ setting: Type.String(), text: Type.String(), text_zh: Type.String() }), {
    description: 'Parts of the change about which nothing can be said, and why'
  })
})

export type BackTestBody = Static<typeof BackTestSchema>
