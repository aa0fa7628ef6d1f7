import { Type } from 'typebox'
import { Check } from 'typebox/value'
import { SENSITIVITIES } from '../model/camera.ts'
import { AppError } from '../errors.ts'
import type { StoredSubscription } from './subscription-store.ts'

const VERSION = 1

const StoredSchema = Type.Object({
  version: Type.Literal(VERSION),
  running: Type.Boolean(),
  epoch: Type.Integer({ minimum: 0 }),
  cameras: Type.Array(
    Type.Object({
      stream: Type.String({ minLength: 1 }),
      settings: Type.Object({
        blackMeanLevels: Type.Number(),
        edge: Type.Object({ low: Type.Number(), high: Type.Number(), minRatio: Type.Number() }),
        tamper: Type.Object({ diffLevels: Type.Number(), regionDiffLevels: Type.Number(), highRatio: Type.Number() }),
        cooldownMs: Type.Number({ minimum: 0 }),
        snapshotsKept: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]),
        annotateImages: Type.Boolean(),
        oldRules: Type.Optional(
          Type.Object({ edge: Type.Optional(Type.Boolean()), tamper: Type.Optional(Type.Boolean()) })
        ),
        faults: Type.Optional(
          Type.Record(
            Type.String(),
            Type.Object({
              sensitivity: Type.Optional(Type.Union(SENSITIVITIES.map(name => Type.Literal(name)))),
              limits: Type.Optional(Type.Record(Type.String(), Type.Number()))
            })
          )
        )
      })
    })
  )
})

/** The text form in which every store keeps a subscription. */
export function subscriptionToText(subscription: StoredSubscription): string {
  return JSON.stringify({ version: VERSION, ...subscription })
}

/** @throws AppError `subscription/store-failed` when the text is no subscription of a version this service knows. */
export function subscriptionFromText(text: string, where: string): StoredSubscription {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new AppError('subscription/store-failed', `Cannot read the subscription in ${where}: it is not JSON`, {
      cause
    })
  }
  if (!Check(StoredSchema, value)) {
    throw new AppError('subscription/store-failed', `Cannot read the subscription in ${where}: it has another form`)
  }
  return { running: value.running, epoch: value.epoch, cameras: value.cameras }
}
