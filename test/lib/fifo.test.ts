import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Fifo } from '../../src/lib/fifo.ts'

it('Fifo behaves as an array under any order of calls', () => {
  const call = fc.oneof(
    { weight: 4, arbitrary: fc.constant('push' as const) },
    { weight: 3, arbitrary: fc.constant('shift' as const) },
    fc.constant('unshift' as const)
  )
  fc.assert(
    fc.property(fc.array(call, { maxLength: 600 }), calls => {
      const fifo = new Fifo<number>()
      const array: number[] = []
      calls.forEach((name, i) => {
        if (name === 'shift') expect(fifo.shift()).toBe(array.shift())
        else for (const queue of [fifo, array]) queue[name](i)
        expect(fifo.length).toBe(array.length)
      })
      while (array.length > 0) expect(fifo.shift()).toBe(array.shift())
      expect(fifo.shift()).toBeUndefined()
    })
  )
})
