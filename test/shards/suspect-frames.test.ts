import { describe, expect, it } from 'vitest'
import { SuspectFrames } from '../../src/shards/suspect-frames.ts'

const GATE = { stream: 'gate', cursor: '7-0' }
const YARD = { stream: 'yard', cursor: '8-0' }
const MINUTE_MS = 60_000

describe('suspect frames', () => {
  it('a frame that was at work in one death is suspected, in two it is condemned', () => {
    const suspects = new SuspectFrames()
    suspects.died([GATE, YARD], 0)
    suspects.died([GATE], 1000)
    expect(suspects.list(2000).frames).toEqual([
      { ...YARD, isCondemned: false },
      { ...GATE, isCondemned: true }
    ])
  })

  it('a frame that has its result is forgotten', () => {
    const suspects = new SuspectFrames()
    suspects.died([GATE, YARD], 0)
    suspects.judged('yard', '8-0')
    suspects.died([GATE], 0)
    suspects.judged('gate', '7-0')
    suspects.judged('never', '1-0')
    expect(suspects.list(0).frames).toEqual([])
  })

  it('a camera that was alone at work in three deaths within ten minutes is left aside for ten minutes', () => {
    const suspects = new SuspectFrames()
    for (const minute of [0, 4, 8]) suspects.died([{ stream: 'gate', cursor: `${minute}-0` }], minute * MINUTE_MS)
    expect(suspects.list(9 * MINUTE_MS).cameras).toEqual([{ stream: 'gate', forMs: 9 * MINUTE_MS }])
    expect(suspects.list(18 * MINUTE_MS).cameras).toEqual([])
  })

  it('deaths that lie far apart, or that others were at work in, blame no camera', () => {
    const suspects = new SuspectFrames()
    for (const minute of [0, 9, 18, 27]) suspects.died([{ stream: 'gate', cursor: `${minute}-0` }], minute * MINUTE_MS)
    for (let i = 0; i < 5; i++)
      suspects.died(
        [
          { stream: 'a', cursor: `${i}-0` },
          { stream: 'b', cursor: `${i}-0` }
        ],
        0
      )
    expect(suspects.list(27 * MINUTE_MS).cameras).toEqual([])
  })

  it('remembers no more than is of use', () => {
    const suspects = new SuspectFrames()
    for (let i = 0; i < 1000; i++) suspects.died([{ stream: `camera-${i}`, cursor: `${i}-0` }], i)
    expect(suspects.list(1000).frames).toHaveLength(64)
  })
})
