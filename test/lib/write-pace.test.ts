import { expect, test } from 'vitest'
import { WritePace } from '../../src/lib/write-pace.ts'

function setUp() {
  const state = { nowMs: 0, delays: [] as number[], tasks: [] as (() => void)[] }
  const pace = new WritePace({
    clock: () => state.nowMs,
    defer: (task, delayMs) => {
      state.delays.push(delayMs)
      state.tasks.push(task)
    }
  })
  const run = () => {
    for (const task of state.tasks.splice(0)) task()
  }
  const pass = (ms: number) => {
    state.nowMs += ms
  }
  return { state, pace, run, pass }
}

test('many calls are one round, and what comes in a round is the next one', () => {
  const { state, pace, run } = setUp()
  let rounds = 0
  const round = () => {
    rounds++
    if (rounds === 1) pace.plan(round, 1)
  }
  for (let i = 0; i < 3; i++) pace.plan(round, 1)
  expect(state.tasks).toHaveLength(1)
  run()
  expect([rounds, state.tasks.length]).toEqual([1, 1])
  run()
  expect(rounds).toBe(2)
})

test('few are written to at once', () => {
  const { state, pace, run, pass } = setUp()
  pace.plan(() => pass(400), 63)
  run()
  pace.plan(() => undefined, 63)
  expect(state.delays).toEqual([0, 0])
})

test('writing to many takes a fifth of the time at most, in pauses of half a second at most', () => {
  const { state, pace, run, pass } = setUp()
  for (const writeMs of [1, 50, 400, 0, 0]) {
    pace.plan(() => pass(writeMs), 64)
    run()
  }
  expect(state.delays).toEqual([20, 20, 200, 500, 20])
})

test('rounds come by themselves too', async () => {
  const pace = new WritePace({ clock: () => performance.now() })
  await new Promise<void>(resolve => pace.plan(resolve, 1))
  await new Promise<void>(resolve => pace.plan(resolve, 100))
})
