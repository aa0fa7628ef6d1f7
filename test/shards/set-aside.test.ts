import { describe, expect, it } from 'vitest'
import { EMPTY_META, type EncodedFrame } from '../../src/model/frame.ts'
import { SetAside } from '../../src/shards/set-aside.ts'

function frame(stream: string, cursor: string, extra: Partial<EncodedFrame> = {}): EncodedFrame {
  const jpeg = new Uint8Array([1, 2, 3])
  return { stream, cursor, jpeg, problem: null, meta: EMPTY_META, addedAtMs: 0, receivedAtMs: 0, ...extra }
}

const SUSPECT = { stream: 'gate', cursor: '7-0', isCondemned: false }
const CONDEMNED = { stream: 'gate', cursor: '8-0', isCondemned: true }

describe('set aside', () => {
  it('lets every frame through where nothing died', () => {
    const aside = new SetAside({ frames: [], cameras: [] }, 0)
    const one = frame('gate', '7-0')
    expect(aside.checked(one, 0)).toBe(one)
    expect(aside.isCareful(0)).toBe(false)
  })

  it('a condemned frame comes without its bytes, and says why', () => {
    const aside = new SetAside({ frames: [CONDEMNED], cameras: [] }, 0)
    const checked = aside.checked(frame('gate', '8-0', { jpegKey: 'picture' }), 0)
    expect(checked.problem?.code).toBe('frame/set-aside')
    expect(checked.jpeg).toHaveLength(0)
    expect(checked.jpegKey).toBeUndefined()
    const other = frame('yard', '8-0')
    expect(aside.checked(other, 0)).toBe(other)
  })

  it('is careful until its suspects have survived, and no longer than half a minute', () => {
    const aside = new SetAside({ frames: [SUSPECT, CONDEMNED], cameras: [] }, 1000)
    expect(aside.isCareful(2000)).toBe(true)
    aside.survived(SUSPECT)
    expect(aside.isCareful(2000)).toBe(true)
    expect(aside.isCareful(31_000)).toBe(false)
    aside.survived(CONDEMNED)
    expect(aside.isCareful(2000)).toBe(false)
  })

  it('a camera is left aside for as long as was said', () => {
    const aside = new SetAside({ frames: [], cameras: [{ stream: 'gate', forMs: 5000 }] }, 1000)
    expect(aside.checked(frame('gate', '1-0'), 5999).problem?.code).toBe('frame/set-aside')
    expect(aside.checked(frame('gate', '2-0'), 6000).problem).toBeNull()
    expect(aside.checked(frame('yard', '1-0'), 1000).problem).toBeNull()
  })
})
