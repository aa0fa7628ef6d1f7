import { Type } from 'typebox'

export const UnreachableSchema = Type.Array(
  Type.Object({ id: Type.String(), url: Type.String(), error: Type.String(), error_zh: Type.String() }),
  { description: 'In a fleet: members that did not answer in time, whose share is missing here; left out when all did' }
)
