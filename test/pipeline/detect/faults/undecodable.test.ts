import { expect, it } from 'vitest'
import { undecodable } from '../../../../src/pipeline/detect/faults/undecodable.ts'

const problem = { code: 'frame/damaged', message: 'cut', messageZh: '截断' }

it('undecodable is as severe as much of the picture is missing', () => {
  expect(undecodable({ ...problem, decodedShare: 0 })).toMatchObject({
    kind: 'undecodable',
    severity: 1,
    value: 0,
    limit: 1,
    unit: 'ratio'
  })
  expect(undecodable({ ...problem, decodedShare: 0.75 })).toMatchObject({ severity: 0.25, value: 0.75 })
})
