import { describe, expect, test } from 'vitest'
import { pictureTimes } from '../../../src/evaluate/footage/picture-times.ts'

describe('times of pictures by their names', () => {
  test('count from the first one', () => {
    expect(pictureTimes(['/a/1780000000000.jpg', '/a/1780000000250-1.jpg'])).toEqual([0, 250])
  })

  test('are not known of names that say nothing, of one picture, and of pictures hours apart', () => {
    expect(pictureTimes(['/a/00001.jpg', '/a/00002.jpg'])).toBeNull()
    expect(pictureTimes(['/a/17800000000001.jpg', '/a/17800000000002.jpg'])).toBeNull()
    expect(pictureTimes(['/a/1780000000000.jpg'])).toBeNull()
    expect(pictureTimes(['/a/1780000000000.jpg', '/a/1780003600000.jpg'])).toBeNull()
    expect(pictureTimes([])).toBeNull()
  })
})
