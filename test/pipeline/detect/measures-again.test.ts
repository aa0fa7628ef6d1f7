import { describe, expect, it } from 'vitest'
import { measuresAgain } from '../../../src/pipeline/detect/measures-again.ts'
import { makeMeasures } from './make-picture.ts'

const NONE = { meanLevels: 0, highRatio: 0, regionMeanLevels: Array(9).fill(0) }

describe('measuresAgain', () => {
  it('keeps what the picture shows, and knows that nothing changed', () => {
    const before = makeMeasures()
    expect(measuresAgain(before)).toEqual({ ...before, change: NONE, identical: true })
  })

  it('knows the change that the first frame could not have', () => {
    const again = measuresAgain(makeMeasures({ change: null, missing: { change: 'first frame' } }))
    expect(again).toMatchObject({ change: NONE, missing: {}, identical: true })
  })

  it('knows no more of a picture that is too small', () => {
    const missing = { edgeRatio: 'picture too small', change: 'picture too small' }
    const again = measuresAgain(makeMeasures({ edgeRatio: null, change: null, missing }))
    expect(again).toMatchObject({ edgeRatio: null, change: null, missing, identical: true })
  })
})
