import { type Static, Type } from 'typebox'
import { FaultKindSchema } from './fault.ts'
import { nullable, oneOf, time } from './paging.ts'

export const SelfTestSchema = Type.Object({
  stream: Type.String(),
  state: oneOf(['idle', 'waiting', 'running'], { description: 'What is going on now' }),
  last: nullable(
    Type.Object({
      at: time('When its frames were taken'),
      pictures: Type.Integer({ description: "The camera's own frames into which faults were injected" }),
      tookS: Type.Number({ description: 'How long it took, s' }),
      failed: Type.Array(FaultKindSchema, { description: 'Kinds that are wanted and of which nothing was found' }),
      faults: Type.Array(
        Type.Object({
          kind: FaultKindSchema,
          seen: oneOf(['found', 'in-part', 'missed', 'unknown'], {
            description: 'found: from some size on every time; missed: never; unknown: it could not be tried'
          }),
          isOff: Type.Boolean({ description: 'It is not looked for on this camera' }),
          tries: Type.Integer(),
          found: Type.Integer(),
          delayS: nullable(Type.Number(), 'Median from its begin to the first alarm, s'),
          text: Type.String(),
          text_zh: Type.String()
        })
      )
    }),
    'The last one; null when there was none'
  )
})

export type SelfTestBody = Static<typeof SelfTestSchema>
