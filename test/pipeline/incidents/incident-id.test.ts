import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { IncidentIds, idFloor, isIncidentId } from '../../../src/pipeline/incidents/incident-id.ts'

describe('IncidentIds', () => {
  it('makes ids that grow, whatever the clock does', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 2 ** 47 }), { minLength: 2, maxLength: 50 }), times => {
        const ids = new IncidentIds(Math.random)
        const made = times.map(time => ids.next(time))
        expect(made).toEqual([...made].sort())
        expect(new Set(made).size).toBe(made.length)
        expect(made.every(isIncidentId)).toBe(true)
      })
    )
  })

  it('sorts them at or behind the floor of their time, and before that of the next millisecond', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 47 }), timeMs => {
        const id = new IncidentIds(Math.random).next(timeMs)
        expect(id >= idFloor(timeMs)).toBe(true)
        expect(id < idFloor(timeMs + 1)).toBe(true)
      })
    )
  })

  it('counts on where the random digits run over', () => {
    const ids = new IncidentIds(() => 0.9999)
    const first = ids.next(1000)
    const second = ids.next(1000)
    expect(first.slice(10)).toBe('Z'.repeat(16))
    expect(second > first).toBe(true)
  })

  it.each(['', 'x', '01JZ7Q4R4W8N3H5K2M6P9T0VX', '01JZ7Q4R4W8N3H5K2M6P9T0VXI', '~'.repeat(26)])(
    'knows %s for no id',
    text => {
      expect(isIncidentId(text)).toBe(false)
    }
  )
})
