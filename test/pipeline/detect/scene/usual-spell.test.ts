import { beforeEach, describe, expect, it } from 'vitest'
import { UsualSpell } from '../../../../src/pipeline/detect/scene/usual-spell.ts'

const HOUR_MS = 3_600_000
const START_MS = Date.UTC(2026, 0, 5, 8)

describe('usual spell of identical frames', () => {
  let spell: UsualSpell
  beforeEach(() => {
    spell = new UsualSpell()
  })

  it('takes a spell for usual that came twice, not one that came once', () => {
    expect(spell.usualMs(START_MS)).toBe(0)
    spell.note(1400, START_MS)
    expect(spell.usualMs(START_MS)).toBe(0)
    spell.note(1000, START_MS + 5000)
    expect(spell.usualMs(START_MS + 5000)).toBe(1000)
    spell.note(1300, START_MS + 9000)
    expect(spell.usualMs(START_MS + 9000)).toBe(1300)
    spell.note(200, START_MS + 9500)
    expect(spell.usualMs(START_MS + 9500)).toBe(1300)
  })

  it('knows the same spells for two, in one part of the hour or in different ones', () => {
    spell.note(1400, START_MS)
    spell.note(1400, START_MS + 0.4 * HOUR_MS)
    expect(spell.usualMs(START_MS + 0.4 * HOUR_MS)).toBe(1400)
    spell.note(1400, START_MS + 0.4 * HOUR_MS + 1)
    expect(spell.usualMs(START_MS + 0.4 * HOUR_MS + 1)).toBe(1400)
  })

  it('forgets what was usual more than an hour ago', () => {
    spell.note(1400, START_MS)
    spell.note(1400, START_MS + 1000)
    expect(spell.usualMs(START_MS + 0.8 * HOUR_MS)).toBe(1400)
    expect(spell.usualMs(START_MS + 1.2 * HOUR_MS)).toBe(0)
    spell.note(700, START_MS + 1.2 * HOUR_MS)
    spell.note(800, START_MS + 1.3 * HOUR_MS)
    expect(spell.usualMs(START_MS + 1.3 * HOUR_MS)).toBe(700)
  })

  it('is not led astray by a clock that goes back', () => {
    spell.note(900, START_MS)
    spell.note(900, START_MS + 1000)
    expect(spell.usualMs(START_MS - 0.3 * HOUR_MS)).toBe(900)
    expect(spell.usualMs(START_MS - 3 * HOUR_MS)).toBe(0)
  })
})
