import { describe, expect, it } from 'vitest'
import { drawText, fillRect, type PixelTarget, textHeightPx, textWidthPx } from '../../src/lib/pixel-font.ts'

const WHITE = [255, 255, 255] as const

function blank(width: number, height: number, channels: 3 | 4 = 3): PixelTarget {
  return { data: new Uint8Array(width * height * channels), width, height, channels }
}

function art(target: PixelTarget): string[] {
  const rows: string[] = []
  for (let y = 0; y < target.height; y++) {
    let row = ''
    for (let x = 0; x < target.width; x++) {
      row += target.data[(y * target.width + x) * target.channels] === 255 ? '#' : '.'
    }
    rows.push(row)
  }
  return rows
}

describe('pixel font', () => {
  it('draws the known pixels of a capital and of a letter with a descender', () => {
    const target = blank(11, 9)
    drawText(target, 0, 0, 'Ag', { scale: 1, colour: WHITE })
    expect(art(target)).toEqual([
      '.###.......',
      '#...#......',
      '#...#..####',
      '#####.#...#',
      '#...#.#...#',
      '#...#.#...#',
      '#...#..####',
      '..........#',
      '.......###.'
    ])
  })

  it('has a different picture for every printable character', () => {
    const pictures = new Set<string>()
    for (let code = 32; code <= 126; code++) {
      const target = blank(5, 9)
      drawText(target, 0, 0, String.fromCharCode(code), { scale: 1, colour: WHITE })
      pictures.add(art(target).join(''))
    }
    expect(pictures.size).toBe(95)
  })

  it('draws a question mark for a character it does not have, one for each code point', () => {
    const unknown = blank(11, 9)
    const marks = blank(11, 9)
    drawText(unknown, 0, 0, '门😀', { scale: 1, colour: WHITE })
    drawText(marks, 0, 0, '??', { scale: 1, colour: WHITE })
    expect(unknown.data).toEqual(marks.data)
    expect(textWidthPx('门😀', 1)).toBe(11)
  })

  it('scales by whole pixels', () => {
    const target = blank(10, 18)
    drawText(target, 0, 0, 'I', { scale: 2, colour: WHITE })
    expect(art(target).slice(0, 4)).toEqual(['..######..', '..######..', '....##....', '....##....'])
  })

  it('tells the width and height it draws', () => {
    expect(textWidthPx('', 3)).toBe(0)
    expect(textWidthPx('A', 1)).toBe(5)
    expect(textWidthPx('AB', 2)).toBe(22)
    expect(textHeightPx(2)).toBe(18)
  })

  it('fills its background one font pixel wider than the text and makes it opaque', () => {
    const target = blank(20, 20, 4)
    drawText(target, 5, 5, '.', { scale: 1, colour: WHITE, background: [10, 20, 30] })
    const pixel = (x: number, y: number) => [...target.data.subarray((y * 20 + x) * 4, (y * 20 + x) * 4 + 4)]
    expect(pixel(4, 4)).toEqual([10, 20, 30, 255])
    expect(pixel(10, 14)).toEqual([10, 20, 30, 255])
    expect(pixel(3, 4)).toEqual([0, 0, 0, 0])
    expect(pixel(11, 14)).toEqual([0, 0, 0, 0])
    expect(pixel(6, 10)).toEqual([255, 255, 255, 255])
  })

  it('surrounds glyphs with the outline without covering them', () => {
    const target = blank(9, 13)
    drawText(target, 2, 2, 'I', { scale: 1, colour: WHITE, outline: [9, 9, 9] })
    const red = (x: number, y: number) => target.data[(y * 9 + x) * 3]
    expect(red(4, 4)).toBe(255)
    expect(red(3, 4)).toBe(9)
    expect(red(5, 4)).toBe(9)
    expect(red(2, 1)).toBe(9)
  })

  it('draws only the part that lies inside, at every border', () => {
    const whole = blank(40, 40)
    drawText(whole, 10, 10, 'Wg', { scale: 2, colour: WHITE, background: [1, 2, 3], outline: [4, 5, 6] })
    for (const [dx, dy] of [
      [-15, 0],
      [25, 0],
      [0, -15],
      [0, 25],
      [-200, -200],
      [200, 200]
    ] as const) {
      const moved = blank(40, 40)
      drawText(moved, 10 + dx, 10 + dy, 'Wg', { scale: 2, colour: WHITE, background: [1, 2, 3], outline: [4, 5, 6] })
      for (let y = 0; y < 40; y++) {
        for (let x = 0; x < 40; x++) {
          const inside = x - dx >= 0 && x - dx < 40 && y - dy >= 0 && y - dy < 40
          const expected = inside ? whole.data[((y - dy) * 40 + x - dx) * 3] : 0
          expect(moved.data[(y * 40 + x) * 3]).toBe(expected)
        }
      }
    }
  })

  it('draws nothing into a target without pixels', () => {
    const target = blank(0, 0)
    drawText(target, 0, 0, 'A', { scale: 1, colour: WHITE, background: WHITE })
    expect(target.data.length).toBe(0)
  })
})

describe('fillRect', () => {
  it('clips a rectangle that is larger than the target', () => {
    const target = blank(3, 2)
    fillRect(target, -5, -5, 100, 100, WHITE)
    expect(target.data.every(value => value === 255)).toBe(true)
  })
})
