import { describe, expect, it } from 'vitest'
import { DamageShare } from '../../../src/pipeline/detect/damage-share.ts'

/** Plays frames 200 ms apart, `x` damaged, and tells on which a spell is on. */
function play(frames: string): string {
  const share = new DamageShare()
  const tell = (frame: string, i: number): string => {
    share.note(frame === 'x', i * 200, 200)
    return share.finding() === null ? '.' : 's'
  }
  return Array.from(frames, tell).join('')
}

describe('DamageShare', () => {
  it('says nothing of one or two bad frames', () => {
    expect(play('.....x..........................xx......')).not.toContain('s')
  })

  it('calls many a spell, also on the good frames among them, and ends it soon after the last', () => {
    const told = play('..........x.xx.x.xx.x.xx.x.xx...............')
    expect(told.slice(16, 29)).toBe('s'.repeat(13))
    expect(told.slice(-4)).toBe('....')
  })

  it('ends a spell with a good run that is long for it', () => {
    const told = play(`${'x'.repeat(20)}${'.'.repeat(10)}`)
    expect(told.slice(20)).toBe('sss.......')
    // Where frames were good for 0.6 s at a time, 0.8 s prove nothing.
    expect(play(`xxxx...xxxx...xxxx${'.'.repeat(8)}`).slice(18)).toBe('sssss...')
  })

  it('knows that frames break now and then, and forgets it', () => {
    const share = new DamageShare()
    const breaking = Array.from('.x..........x.x..................', (frame, i) => {
      share.note(frame === 'x', i * 200, 200)
      return share.isBreaking ? 'b' : '.'
    }).join('')
    expect(breaking).toMatch(/^\.{14}b{2,7}\.+$/)
  })

  it('gives its share, limit and what is usual', () => {
    const share = new DamageShare()
    for (let i = 0; i < 10; i++) share.note(true, i * 200, 200)
    expect(share.finding()).toMatchObject({ kind: 'undecodable', measure: 'share of damaged frames', unit: 'ratio' })
  })
})
