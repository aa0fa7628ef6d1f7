import { describe, expect, it } from 'vitest'
import { BlackBoxReader, BlackBoxWriter, createBlackBox } from '../../src/shards/black-box.ts'

function pair(): { writer: BlackBoxWriter; reader: BlackBoxReader } {
  const box = createBlackBox()
  return { writer: new BlackBoxWriter(box), reader: new BlackBoxReader(box) }
}

describe('black box', () => {
  it('counts the beats of its thread', () => {
    const { writer, reader } = pair()
    expect(reader.beats).toBe(0)
    writer.beat()
    writer.beat()
    expect(reader.beats).toBe(2)
  })

  it('names the frames that are under way, whatever their streams are called', () => {
    const { writer, reader } = pair()
    writer.begin({ stream: '北门 1', cursor: '17-0' })
    const end = writer.begin({ stream: 'yard', cursor: '18-2' })
    writer.begin({ stream: '', cursor: '19-0' })
    end()
    expect(reader.frames()).toEqual([
      { stream: '北门 1', cursor: '17-0', number: 1 },
      { stream: '', cursor: '19-0', number: 3 }
    ])
  })

  it('gives each frame a number of its own, also when it uses the place of another', () => {
    const { writer, reader } = pair()
    writer.begin({ stream: 'gate', cursor: '1-0' })()
    writer.begin({ stream: 'gate', cursor: '1-0' })
    expect(reader.frames()).toEqual([{ stream: 'gate', cursor: '1-0', number: 2 }])
  })

  it('leaves a frame unmarked whose name has no room, and one too many', () => {
    const { writer, reader } = pair()
    writer.begin({ stream: 'x'.repeat(5000), cursor: '1-0' })()
    for (let i = 0; i < 20; i++) writer.begin({ stream: 'gate', cursor: `${i}-0` })
    expect(reader.frames()).toHaveLength(8)
  })
})
