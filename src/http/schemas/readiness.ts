import { Type } from 'typebox'

export const ReadinessSchema = Type.Object({
  ok: Type.Boolean({ description: 'Whether every check passes' }),
  running: Type.Boolean({ description: 'Whether the service is started' }),
  checks: Type.Array(
    Type.Object({
      name: Type.String({ description: 'frames, redis, snapshots, incidents, shards or subscription' }),
      ok: Type.Boolean(),
      detail: Type.String({ description: 'One sentence' })
    })
  )
})
