import { Value } from 'typebox/value'
import { expect, expectTypeOf, test } from 'vitest'
import {
  type ResultMessageBody,
  ResultMessageSchema,
  WebSocketMessageSchema
} from '../../../src/http/schemas/result-message.ts'
import type { ResultMessage } from '../../../src/model/result-message.ts'

/** The same type with readonly everywhere, since TypeBox has no readonly arrays. Keeps what is optional optional. */
type Frozen<T> = T extends readonly (infer Item)[]
  ? readonly Frozen<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Frozen<T[Key]> }
    : T

const MESSAGE: ResultMessage = {
  epoch: 3,
  data: {
    stream: 'gate-1',
    ts_wall: null,
    shape: [1080, 1920, 3],
    result: {
      state: 'Black Screen',
      state_zh: '黑屏',
      decode_ms: 2.1,
      faults: [
        {
          kind: 'black',
          severity: 1,
          since: '2026-01-01T00:00:00.000Z',
          measure: 'mean luma',
          value: 2,
          limit: 15,
          reference: null,
          unit: 'levels'
        }
      ],
      explained: [],
      learning: false,
      notJudged: []
    },
    timing: {
      ts1: null,
      ts2: null,
      ts3: null,
      ts4: null,
      lat_ms: { cap: null, queue: null, decode: 1, analysis: 1, proc: 2, end2end: null }
    },
    obj_refs: [{ type: 'frame', key: 'k', minio_object_key: 'k', etag: 'e', reason: 'abnormal' }]
  }
}

test('result message schema and model type are equal', () => {
  expectTypeOf<Frozen<ResultMessageBody>>().toEqualTypeOf<Frozen<ResultMessage>>()
  expect(Value.Check(ResultMessageSchema, MESSAGE)).toBe(true)
})

test('a WebSocket message may tell what was dropped', () => {
  expect(Value.Check(WebSocketMessageSchema, { dropped: 4, ...MESSAGE })).toBe(true)
  expect(Value.Check(WebSocketMessageSchema, { dropped: 0, ...MESSAGE })).toBe(false)
  expect(Value.Check(WebSocketMessageSchema, { epoch: 3 })).toBe(false)
})
