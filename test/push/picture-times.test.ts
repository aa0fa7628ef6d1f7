import { expect, it } from 'vitest'
import { PictureTimes } from '../../src/push/picture-times.ts'

it('PictureTimes brings pictures and times together, whichever comes first, and passes over the time of a lost one', () => {
  const given: [string, number, number][] = []
  const times = new PictureTimes((jpeg, presentedMs, arrivedAtMs) =>
    given.push([String(jpeg), presentedMs, arrivedAtMs])
  )
  times.text('frame:0    pts:0       pts_ti')
  times.text('me:0\nt=1\nframe:1    pts:18000   pts_time:0.2\n')
  times.picture(Buffer.from('a'), 1)
  times.picture(null, 2)
  times.picture(Buffer.from('c'), 3)
  expect(given).toEqual([['a', 0, 1]])
  times.text('t=1\nframe:2    pts:36000   pts_time:0.4\n')
  expect(given).toEqual([
    ['a', 0, 1],
    ['c', 400, 3]
  ])
})
