import { describe, expect, it } from 'vitest'
import { FIGURE_COUNT, FIGURES } from '../../src/model/camera-figures.ts'
import { EMPTY_PROFILE } from '../../src/model/camera-profile.ts'
import { CameraBoard } from '../../src/overview/camera-board.ts'

describe('CameraBoard', () => {
  const makeBoard = () => {
    const board = new CameraBoard({ profileOf: () => EMPTY_PROFILE, openIncidentsOf: () => [], clock: () => 0 })
    board.setCameras(['a', 'b'])
    board.takeChanged()
    return board
  }
  const figures = (rate: number, lastFrameAtMs = Number.NaN) => {
    const values = new Float64Array(FIGURE_COUNT).fill(Number.NaN)
    values[FIGURES.received] = rate
    values[FIGURES.lastFrameAtMs] = lastFrameAtMs
    return { streams: ['a'], values }
  }

  it('tells of a rate when it has changed by a fifth, with the next second', () => {
    const board = makeBoard()
    board.takeFigures(figures(5))
    expect(board.takeChanged()).toEqual([])
    board.tick(1000)
    expect(board.takeChanged()).toEqual(['a'])
    for (const rate of [4.8, 5.4, 4.6]) board.takeFigures(figures(rate))
    board.tick(2000)
    expect(board.takeChanged()).toEqual([])
    board.takeFigures(figures(2))
    board.tick(3000)
    expect(board.takeChanged()).toEqual(['a'])
    expect(board.view('a')?.framesPerSecond).toBe(2)
  })

  it('tells at once of the first frame', () => {
    const board = makeBoard()
    board.takeFigures(figures(0, 500))
    expect(board.takeChanged()).toEqual(['a'])
    expect(board.view('a')).toMatchObject({ lastFrameAtMs: 500, lagMs: null, state: 'waiting' })
  })

  it('forgets a camera that left, whatever was to be told of it', () => {
    const board = makeBoard()
    board.takeFigures(figures(5))
    expect(board.setCameras(['b'])).toEqual(['a'])
    board.tick(1000)
    expect(board.takeChanged()).toEqual([])
    expect(board.view('a')).toBeNull()
  })
})
