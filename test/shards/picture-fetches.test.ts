import { describe, expect, it } from 'vitest'
import { EMPTY_META, type EncodedFrame } from '../../src/model/frame.ts'
import type { FrameSource } from '../../src/pipeline/capture/frame-source.ts'
import { PictureFetches } from '../../src/shards/picture-fetches.ts'

const frameOf = (stream: string): EncodedFrame => ({
  stream,
  cursor: '1-0',
  jpeg: new Uint8Array(0),
  jpegKey: stream,
  problem: null,
  meta: EMPTY_META,
  addedAtMs: 0,
  receivedAtMs: 0
})

/** Answers when the test says so. */
class SlowSource implements FrameSource {
  readonly name = 'slow'
  readonly asked: string[] = []
  readonly #answers = new Map<string, (frame: EncodedFrame | null) => void>()

  async watch(): Promise<void> {}
  async start(): Promise<void> {}
  async close(): Promise<void> {}
  position = (): null => null
  status = () => ({ connected: true, sinceMs: 0, detail: 'Ready' })

  fetch(frame: EncodedFrame): Promise<EncodedFrame | null> {
    this.asked.push(frame.stream)
    return new Promise(resolve => this.#answers.set(frame.stream, resolve))
  }

  async answer(stream: string, jpeg: Uint8Array | null): Promise<void> {
    const { jpegKey, ...frame } = frameOf(stream)
    this.#answers.get(stream)?.(jpeg === null ? null : { ...frame, jpeg })
    await new Promise(resolve => setImmediate(resolve))
  }
}

describe('picture fetches', () => {
  const setup = () => {
    const gone: string[] = []
    let ready = 0
    const unwanted: string[] = []
    const fetches = new PictureFetches({
      onReady: () => ready++,
      onGone: ({ stream }) => gone.push(stream),
      onUnwanted: ({ stream, jpeg }) => unwanted.push(`${stream} ${jpeg}`)
    })
    return { fetches, gone, unwanted, ready: () => ready, source: new SlowSource() }
  }

  it('gives frames with their bytes as they come, and tells of those that are gone', async () => {
    const { fetches, gone, ready, source } = setup()
    for (const stream of ['a', 'b', 'c']) fetches.add(frameOf(stream), source)
    expect(fetches.next()).toBeNull()
    await source.answer('b', new Uint8Array([1]))
    await source.answer('a', null)
    expect(ready()).toBe(1)
    expect(fetches.next()?.stream).toBe('b')
    expect(gone).toEqual(['a'])
    expect(fetches.count).toBe(1)
  })

  it('asks for eight ahead, those included that nobody has taken yet', async () => {
    const { fetches, source } = setup()
    for (let i = 0; i < 20; i++) fetches.add(frameOf(`s${i}`), source)
    expect(source.asked).toHaveLength(8)
    for (let i = 0; i < 8; i++) await source.answer(`s${i}`, new Uint8Array([i]))
    expect(source.asked).toHaveLength(8)
    fetches.next()
    fetches.next()
    expect(source.asked).toHaveLength(10)
    await source.answer('s8', null)
    expect(source.asked).toHaveLength(11)
    expect(fetches.count).toBe(17)
  })

  it('lets a source that does not answer hold up its own frames alone', async () => {
    const { fetches, source } = setup()
    const other = new SlowSource()
    for (let i = 0; i < 20; i++) fetches.add(frameOf(`s${i}`), source)
    fetches.add(frameOf('other'), other)
    await other.answer('other', new Uint8Array([1]))
    expect(fetches.next()?.stream).toBe('other')
  })

  it('gives up what was fetched for a camera that left, also when it came back', async () => {
    const { fetches, gone, unwanted, source } = setup()
    fetches.add(frameOf('a'), source)
    fetches.add(frameOf('b'), source)
    fetches.remove('a')
    fetches.remove('b')
    await source.answer('a', new Uint8Array([1]))
    await source.answer('b', null)
    fetches.add(frameOf('a'), source)
    expect(fetches.next()).toBeNull()
    expect(unwanted).toEqual(['a 1'])
    expect(gone).toEqual([])
    await source.answer('a', new Uint8Array([2]))
    expect(fetches.next()?.jpeg).toEqual(new Uint8Array([2]))
    expect(fetches.count).toBe(0)
  })

  it('takes a source that cannot fetch for one whose bytes are gone', async () => {
    const { fetches, gone, source } = setup()
    const { name, watch, start, close, position, status } = source
    fetches.add(frameOf('a'), { name, watch, start, close, position, status })
    await new Promise(resolve => setImmediate(resolve))
    expect(gone).toEqual(['a'])
  })
})
