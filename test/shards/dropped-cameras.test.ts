import { expect, it } from 'vitest'
import { DroppedCameras } from '../../src/shards/dropped-cameras.ts'

it('dropped cameras are passed over until the thread has heard of the last time', () => {
  const dropped = new DroppedCameras()
  const told = [{ stream: 'a' }, { stream: 'b' }]
  expect(dropped.rest(told)).toBe(told)
  const first = dropped.add(['a', 'b'])
  const second = dropped.add(['a'])
  expect(dropped.rest(told)).toEqual([])
  first()
  expect(dropped.rest(told)).toEqual([{ stream: 'b' }])
  second()
  expect(dropped.rest(told)).toBe(told)
})
