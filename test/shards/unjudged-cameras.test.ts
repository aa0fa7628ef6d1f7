import { describe, expect, it } from 'vitest'
import { UnjudgedCameras } from '../../src/shards/unjudged-cameras.ts'

describe('unjudged cameras', () => {
  it('names a camera ten seconds after the first frame that had no verdict', () => {
    const unjudged = new UnjudgedCameras()
    unjudged.taken('gate', 0)
    unjudged.taken('gate', 9000)
    expect(unjudged.list(9999)).toEqual({ count: 0, streams: [] })
    expect(unjudged.list(10_000)).toEqual({ count: 1, streams: ['gate'] })
  })

  it('begins anew with each verdict', () => {
    const unjudged = new UnjudgedCameras()
    unjudged.taken('gate', 0)
    unjudged.settled('gate')
    unjudged.taken('gate', 5000)
    expect(unjudged.list(14_999).count).toBe(0)
    expect(unjudged.list(15_000).count).toBe(1)
  })

  it('counts all and names a few', () => {
    const unjudged = new UnjudgedCameras()
    for (let i = 0; i < 1000; i++) unjudged.taken(`camera-${i}`, i)
    expect(unjudged.list(10_499)).toEqual({ count: 500, streams: ['camera-0', 'camera-1', 'camera-2'] })
  })
})
