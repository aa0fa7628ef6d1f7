import { type Static, Type } from 'typebox'
import { BackTestSchema } from './back-test.ts'
import { AcknowledgeBodySchema } from './incidents.ts'
import { FaultKindSchema } from './fault.ts'
import { nullable, oneOf } from './paging.ts'

export const RemedySchema = Type.Object({
  incident: Type.String(),
  stream: Type.String(),
  change: nullable(
    Type.Object({
      kind: FaultKindSchema,
      setting: Type.String({ description: 'A limit of the detector of this kind, or `raiseAfterS`' }),
      from: Type.Number(),
      to: Type.Number()
    }),
    'The smallest change with which it would not have been raised; null when there is none'
  ),
  reason: nullable(Type.String(), 'Why there is none'),
  reason_zh: nullable(Type.String(), ''),
  backTest: nullable(BackTestSchema, 'What else the change would have done'),
  guard: Type.Object({
    state: oneOf(['waiting', 'passed', 'refused', 'not-run'], {
      description: 'Whether faults that are found now would still be found, injected into recent frames of the camera'
    }),
    text: Type.String(),
    text_zh: Type.String()
  }),
  isApplied: Type.Boolean()
})

export const ApplyRemedyBodySchema = Type.Object(
  {
    ...AcknowledgeBodySchema.properties,
    despite: Type.Optional(Type.Boolean({ description: 'Also when the self-test could not be run' }))
  },
  { additionalProperties: false, examples: [{ by: 'Chen' }] }
)

export type RemedyBody = Static<typeof RemedySchema>
