import { type DecodeProblem, decodeProblem } from './decode-problem.ts'

const END_MARKER = new Uint8Array([0xff, 0xd9])

/** Whether an end marker stands anywhere behind the beginning of the scan. */
export function hasEndMarker(jpeg: Uint8Array, scanOffset: number): boolean {
  return Buffer.from(jpeg.buffer, jpeg.byteOffset, jpeg.length).lastIndexOf(END_MARKER) >= scanOffset
}

/**
 * `frame/damaged` for a picture that is not all there.
 *
 * @param share Share of its rows that could be decoded, 0..1, or null when that is not known.
 */
export function cutOffProblem(jpeg: Uint8Array, hasEnd: boolean, share: number | null): DecodeProblem {
  const percent = share === null ? null : Math.floor(share * 100)
  const rows = percent === null ? 'an unknown share of its rows' : `about ${percent} % of its rows`
  const rowsZh = percent === null ? '已解码的行数未知' : `约 ${percent} % 的行已解码`
  const end = hasEnd ? 'before its end marker' : 'without an end marker'
  const endZh = hasEnd ? '结束标记之前数据不完整' : '没有结束标记'
  return decodeProblem(
    'frame/damaged',
    `The JPEG is cut off: it ends after ${jpeg.length} bytes ${end}, ${rows} decoded`,
    `JPEG 被截断：共 ${jpeg.length} 字节，${endZh}，${rowsZh}`,
    share ?? 0
  )
}
