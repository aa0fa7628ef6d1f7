import { describe, expect, it } from 'vitest'
import { XreadCommand } from '../../../../src/pipeline/capture/adapters/xread-command.ts'

const text = (pieces: readonly Buffer[]) => Buffer.concat(pieces).toString('utf8')

describe('XreadCommand', () => {
  it('names every key and then every cursor, lengths in bytes', () => {
    const streams = [
      { key: 'frames:a', cursor: '5-0' },
      { key: 'frames:门', cursor: '1700000000000-12' }
    ]
    expect(text(new XreadCommand().encode(streams, 7, 500))).toBe(
      '*10\r\n$5\r\nXREAD\r\n$5\r\nCOUNT\r\n$1\r\n7\r\n$5\r\nBLOCK\r\n$3\r\n500\r\n$7\r\nSTREAMS\r\n' +
        '$8\r\nframes:a\r\n$10\r\nframes:门\r\n$3\r\n5-0\r\n$16\r\n1700000000000-12\r\n'
    )
  })

  it('does not wait without BLOCK', () => {
    expect(text(new XreadCommand().encode([{ key: 'k', cursor: '0' }], 1, null))).toBe(
      '*6\r\n$5\r\nXREAD\r\n$5\r\nCOUNT\r\n$1\r\n1\r\n$7\r\nSTREAMS\r\n$1\r\nk\r\n$1\r\n0\r\n'
    )
  })

  it('encodes keys once while they stay, and anew when they change', () => {
    const command = new XreadCommand()
    const first = command.encode([{ key: 'a', cursor: '1' }], 1, null)
    const moved = command.encode([{ key: 'a', cursor: '2' }], 1, null)
    expect(moved[1]).toBe(first[1])
    expect(text(moved)).toMatch(/\r\na\r\n\$1\r\n2\r\n$/)
    expect(text(command.encode([{ key: 'b', cursor: '2' }], 1, null))).toMatch(/\r\nb\r\n\$1\r\n2\r\n$/)
  })
})
