import type { EncodedFrame } from '../../../../src/model/frame.ts'
import type { FrameSink } from '../../../../src/pipeline/capture/frame-source.ts'

/** Keeps what a source pushes. Frames are told apart by a number in their meta, `ts_wall_iso`. */
export class ReceivedFrames implements FrameSink {
  readonly frames: EncodedFrame[] = []
  /** By stream and reason, `a overload`. */
  readonly lostFrames = new Map<string, number>()

  push(frame: EncodedFrame): void {
    this.frames.push(frame)
  }

  lost(stream: string, count: number, reason: string): void {
    const key = `${stream} ${reason}`
    this.lostFrames.set(key, (this.lostFrames.get(key) ?? 0) + count)
  }

  /** Numbers of each stream's frames, in the order in which they came. */
  numbers(): Map<string, number[]> {
    const numbers = new Map<string, number[]>()
    for (const { stream, meta } of this.frames) {
      const known = numbers.get(stream)
      if (known === undefined) numbers.set(stream, [Number(meta.wallClock)])
      else known.push(Number(meta.wallClock))
    }
    return numbers
  }

  /** Streams whose numbers are not 1 to `count` in order, with what came in their place. */
  astray(streams: readonly string[], count: number): string[] {
    const numbers = this.numbers()
    const expected = Array.from({ length: count }, (_, i) => i + 1).join()
    return streams.flatMap(stream => {
      const got = (numbers.get(stream) ?? []).join()
      return got === expected ? [] : [`${stream}: ${got}`]
    })
  }
}

/** Fields of an entry with a number. */
export function numberedEntry(number: number, jpeg: Buffer): (string | Buffer)[] {
  return ['meta', JSON.stringify({ ts_wall_iso: String(number) }), 'jpeg', jpeg]
}
