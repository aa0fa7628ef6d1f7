import { beforeEach, describe, expect, it } from 'vitest'
import { FrameShelf, type KeptFrame } from '../../src/pipeline/frame-shelf.ts'

const bytes = (value: number, length = 100) => new Uint8Array(length).fill(value)

describe('FrameShelf', () => {
  let shelf: FrameShelf
  let video: [string, KeptFrame][]
  beforeEach(() => {
    video = []
    shelf = new FrameShelf(1000, (stream, frame) => video.push([stream, frame]))
  })

  it('keeps a copy of its own, some seconds old at most, and the last healthy one', () => {
    const jpeg = bytes(1)
    shelf.offer('a', jpeg, 0, true)
    jpeg.fill(9)
    shelf.offer('a', bytes(2), 4000, true)
    expect(shelf.healthy('a')).toEqual({ jpeg: bytes(1), atMs: 0 })
    shelf.offer('a', bytes(3), 6000, false)
    expect(shelf.healthy('a')).toEqual({ jpeg: bytes(1), atMs: 0 })
    expect(shelf.want('a', 6000)).toEqual({ jpeg: bytes(3), atMs: 6000 })
    expect(shelf.bytes).toBe(200)
    shelf.offer('a', bytes(4), 12_000, true)
    expect(shelf.bytes).toBe(100)
  })

  it('keeps the copy of a camera that somebody looks at fresh, for a while', () => {
    shelf.offer('a', bytes(1), 0, true)
    shelf.want('a', 0)
    shelf.offer('a', bytes(2), 500, true)
    expect(shelf.want('a', 600)?.atMs).toBe(500)
    shelf.offer('a', bytes(3), 16_000, true)
    shelf.offer('a', bytes(4), 17_000, true)
    expect(shelf.healthy('a')?.atMs).toBe(16_000)
    expect(shelf.want('b', 0)).toBeNull()
    shelf.offer('b', bytes(5), 10, false)
    expect(shelf.want('b', 20)?.atMs).toBe(10)
  })

  it('stays within its bytes: the cameras whose copies are oldest go without', () => {
    for (let i = 0; i < 15; i++) shelf.offer(`c${i}`, bytes(i), i, true)
    expect(shelf.bytes).toBe(1000)
    expect(shelf.healthy('c4')).toBeNull()
    expect(shelf.healthy('c14')).not.toBeNull()
    shelf.offer('large', bytes(1, 5000), 20, true)
    expect(shelf.healthy('large')).not.toBeNull()
    shelf.remove('large')
    expect(shelf.bytes).toBe(0)
  })

  it('hands each frame of a camera on video on, copied, and no faster than 25 a second', () => {
    shelf.setVideo('a', true)
    const jpeg = bytes(1)
    for (let ms = 0; ms <= 200; ms += 10) shelf.offer('a', jpeg, 1000 + ms, true)
    expect(video.map(([, { atMs }]) => atMs)).toEqual([1000, 1040, 1080, 1120, 1160, 1200])
    jpeg.fill(7)
    expect(video[0]?.[1].jpeg).toEqual(bytes(1))
    shelf.setVideo('a', false)
    shelf.offer('a', jpeg, 5000, true)
    expect(video).toHaveLength(6)
  })
})
