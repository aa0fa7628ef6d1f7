import { expect, it } from 'vitest'
import { LookLoss } from '../../../../../src/pipeline/detect/scene/looks/look-loss.ts'

it('takes a loss out of quiet for a light for 10 s', () => {
  const loss = new LookLoss()
  expect(loss.mayBeLight).toBe(false)
  expect(loss.note(true, true, 5000)).toBe(true)
  expect(loss.note(true, false, 5000)).toBe(false)
  expect(loss.mayBeLight).toBe(true)
  loss.note(true, false, 1)
  expect(loss.mayBeLight).toBe(false)
})

it('takes a loss out of something suspected for no light', () => {
  const loss = new LookLoss()
  loss.note(true, false, 200)
  loss.note(true, true, 200)
  expect(loss.mayBeLight).toBe(false)
})

it('counts how often a look has come back by itself, not those given up', () => {
  const loss = new LookLoss()
  for (const isLost of [true, false, false, true, true, false]) loss.note(isLost, true, 200)
  expect(loss.returns).toBe(2)
  loss.note(true, true, 200)
  loss.forget()
  loss.note(false, true, 200)
  expect(loss.returns).toBe(2)
})
